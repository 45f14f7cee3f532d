import type { CategoryName, Language } from "#shared/domain/conference.ts";
import { addressesIn } from "./addresses.ts";
import type { Texts } from "./texts-field.tsx";

/** What has been typed of an organization that attends, or wants to. */
export interface Organization {
  /** Of this form: sent again, it has its effect once. */
  readonly form: string;
  readonly name: Texts;
  readonly category: CategoryName | "";
  readonly country: string;
  /** As typed: an address in each line. */
  readonly focalPoints: string;
  readonly language: Language;
}

export const emptyOrganization = (language: Language): Organization => ({
  form: crypto.randomUUID(),
  name: { en: "" },
  category: "",
  country: "",
  focalPoints: "",
  language,
});

/** As the API takes it; what is missing or wrong in it is for the contract's rules to say. */
export const organizationBody = ({ name, category, country, focalPoints, language }: Organization) => ({
  name,
  ...(category && { category }),
  ...(country && { country }),
  focalPoints: addressesIn(focalPoints),
  language,
});

/** The field that shows a fault: the one of the list for each of its addresses. */
export const fieldOf = (path: string): string => (path.startsWith("focalPoints.") ? "focalPoints" : path);
