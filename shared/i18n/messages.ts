import type { Language } from "#shared/domain/conference.ts";
import type { Fault } from "#shared/domain/refusal.ts";
import {
  badge,
  file,
  gate,
  mail,
  participants,
  problem,
  registration,
  sheet,
  statistics,
  validation,
  visaLetter,
} from "./catalogue.ts";
import { createTranslator } from "./translate.ts";

// Without the marks "pure", each function's bundle would hold all of these with their six languages.

/** Why the API refuses a request. */
export const problemMessages = /* @__PURE__ */ createTranslator(problem, validation);

/** Why an upload or a job failed. */
export const fileMessages = /* @__PURE__ */ createTranslator(file);

/** Why a gate refuses a badge. */
export const gateMessages = /* @__PURE__ */ createTranslator(gate);

export const mailMessages = /* @__PURE__ */ createTranslator(mail, registration);

/** What badges and visa letters say beside what people wrote. */
export const paperMessages = /* @__PURE__ */ createTranslator(badge, visaLetter);

export const participantMessages = /* @__PURE__ */ createTranslator(participants);

export const statisticsMessages = /* @__PURE__ */ createTranslator(statistics);

/** The headings of import and export sheets, and how they are filled in. */
export const sheetMessages = /* @__PURE__ */ createTranslator(registration, sheet);

/**
 * What is wrong with a field. The contract knows a rule by its name alone, so `tsc` can't tell whether it has a message;
 * a test does.
 * @throws Error for a rule without a message, and for a value that is missing
 */
export const faultMessage = (language: Language, { rule, values }: Pick<Fault, "rule" | "values">): string =>
  problemMessages.translate(language, `validation.${rule}` as "validation.required", values);
