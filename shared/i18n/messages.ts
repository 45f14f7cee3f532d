import type { Language } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import {
  badge,
  certificate,
  file,
  gate,
  mail,
  participants,
  poster,
  problem,
  programme,
  registration,
  sheet,
  statistics,
  validation,
  visaLetter,
} from "./catalogue.ts";
import { createTranslator } from "./translate.ts";

// Without the annotations, each function's bundle would contain all of these in all six languages.

/** The problems of the API. */
export const problemMessages = /* @__PURE__ */ createTranslator(problem, validation);

/** The failures of uploads and jobs. */
export const fileMessages = /* @__PURE__ */ createTranslator(file);

/** The reasons for which a gate refuses a badge. */
export const gateMessages = /* @__PURE__ */ createTranslator(gate);

export const emailMessages = /* @__PURE__ */ createTranslator(mail, registration);

/** The texts of badges and visa letters. */
export const documentMessages = /* @__PURE__ */ createTranslator(badge, visaLetter);

/** The texts of certificates of attendance. */
export const certificateMessages = /* @__PURE__ */ createTranslator(certificate);

/** The texts of posters. */
export const posterMessages = /* @__PURE__ */ createTranslator(poster);

export const participantMessages = /* @__PURE__ */ createTranslator(participants);

export const statisticsMessages = /* @__PURE__ */ createTranslator(statistics);

/** The roles on panels, in calendars. */
export const programmeMessages = /* @__PURE__ */ createTranslator(programme);

/** The headings of import and export sheets, and how to fill them in. */
export const sheetMessages = /* @__PURE__ */ createTranslator(registration, sheet);

/**
 * The message of a field error. The contract knows only the names of rules, so a test checks that each has a message.
 * @throws Error for a rule without a message, and for a missing value
 */
export const formatFieldError = (language: Language, { rule, values }: Pick<FieldError, "rule" | "values">): string =>
  problemMessages.translate(language, `validation.${rule}` as "validation.required", values);
