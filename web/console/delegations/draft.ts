import type { CategoryName, Language } from "#shared/domain/conference.ts";
import type { CallOptions } from "../../api/client.ts";
import type { Texts } from "../texts-field.tsx";

export const limits = ["quota", "reserve", "insideAtOnce"] as const;
export type Limit = (typeof limits)[number];

/** What has been typed of a new delegation. */
export interface Draft {
  /** Of this form: sent again, it has its effect once. */
  readonly form: string;
  readonly name: Texts;
  readonly category: CategoryName | "";
  readonly country: string;
  /** As typed: an address in each line. */
  readonly focalPoints: string;
  readonly language: Language;
  readonly limits: Readonly<Record<Limit, string>>;
}

export const emptyDraft = (language: Language): Draft => ({
  form: crypto.randomUUID(),
  name: { en: "" },
  category: "",
  country: "",
  focalPoints: "",
  language,
  limits: { quota: "", reserve: "", insideAtOnce: "" },
});

const addresses = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** As the API takes it; what is missing or wrong in it is for the contract's rules to say. */
export function bodyOf({ name, category, country, focalPoints, language, limits: typed }: Draft) {
  const numbers = limits.flatMap((each) => (typed[each].trim() === "" ? [] : [[each, Number(typed[each])]]));
  return {
    name,
    ...(category && { category }),
    ...(country && { country }),
    focalPoints: addresses(focalPoints),
    language,
    ...Object.fromEntries(numbers),
  } as CallOptions<"makeDelegation">["body"];
}

/** The field that shows a fault: the one of the list for each of its addresses. */
export const fieldOf = (path: string): string => (path.startsWith("focalPoints.") ? "focalPoints" : path);
