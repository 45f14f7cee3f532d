import type { Language } from "#shared/domain/conference.ts";
import type { CallOptions } from "../../api/client.ts";
import { emptyOrganization, type Organization, organizationBody } from "../../form/organization.ts";

export const limits = ["quota", "reserve", "insideAtOnce"] as const;
export type Limit = (typeof limits)[number];

/** What has been typed of a new delegation. */
export interface Draft extends Organization {
  readonly limits: Readonly<Record<Limit, string>>;
}

export const emptyDraft = (language: Language): Draft => ({
  ...emptyOrganization(language),
  limits: { quota: "", reserve: "", insideAtOnce: "" },
});

/** As the API takes it; what is missing or wrong in it is for the contract's rules to say. */
export function bodyOf({ limits: typed, ...organization }: Draft) {
  const numbers = limits.flatMap((each) => (typed[each].trim() === "" ? [] : [[each, Number(typed[each])]]));
  return {
    ...organizationBody(organization),
    ...Object.fromEntries(numbers),
  } as CallOptions<"makeDelegation">["body"];
}
