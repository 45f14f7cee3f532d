import badgeAr from "#locales/ar/badge.json" with { type: "json" };
import certificateAr from "#locales/ar/certificate.json" with { type: "json" };
import countriesAr from "#locales/ar/countries.json" with { type: "json" };
import fileAr from "#locales/ar/file.json" with { type: "json" };
import gateAr from "#locales/ar/gate.json" with { type: "json" };
import mailAr from "#locales/ar/mail.json" with { type: "json" };
import participantsAr from "#locales/ar/participants.json" with { type: "json" };
import posterAr from "#locales/ar/poster.json" with { type: "json" };
import problemAr from "#locales/ar/problem.json" with { type: "json" };
import programmeAr from "#locales/ar/programme.json" with { type: "json" };
import registrationAr from "#locales/ar/registration.json" with { type: "json" };
import sheetAr from "#locales/ar/sheet.json" with { type: "json" };
import statisticsAr from "#locales/ar/statistics.json" with { type: "json" };
import validationAr from "#locales/ar/validation.json" with { type: "json" };
import visaLetterAr from "#locales/ar/visa-letter.json" with { type: "json" };
import badgeEn from "#locales/en/badge.json" with { type: "json" };
import certificateEn from "#locales/en/certificate.json" with { type: "json" };
import countriesEn from "#locales/en/countries.json" with { type: "json" };
import fileEn from "#locales/en/file.json" with { type: "json" };
import gateEn from "#locales/en/gate.json" with { type: "json" };
import mailEn from "#locales/en/mail.json" with { type: "json" };
import participantsEn from "#locales/en/participants.json" with { type: "json" };
import posterEn from "#locales/en/poster.json" with { type: "json" };
import problemEn from "#locales/en/problem.json" with { type: "json" };
import programmeEn from "#locales/en/programme.json" with { type: "json" };
import registrationEn from "#locales/en/registration.json" with { type: "json" };
import sheetEn from "#locales/en/sheet.json" with { type: "json" };
import statisticsEn from "#locales/en/statistics.json" with { type: "json" };
import validationEn from "#locales/en/validation.json" with { type: "json" };
import visaLetterEn from "#locales/en/visa-letter.json" with { type: "json" };
import badgeEs from "#locales/es/badge.json" with { type: "json" };
import certificateEs from "#locales/es/certificate.json" with { type: "json" };
import countriesEs from "#locales/es/countries.json" with { type: "json" };
import fileEs from "#locales/es/file.json" with { type: "json" };
import gateEs from "#locales/es/gate.json" with { type: "json" };
import mailEs from "#locales/es/mail.json" with { type: "json" };
import participantsEs from "#locales/es/participants.json" with { type: "json" };
import posterEs from "#locales/es/poster.json" with { type: "json" };
import problemEs from "#locales/es/problem.json" with { type: "json" };
import programmeEs from "#locales/es/programme.json" with { type: "json" };
import registrationEs from "#locales/es/registration.json" with { type: "json" };
import sheetEs from "#locales/es/sheet.json" with { type: "json" };
import statisticsEs from "#locales/es/statistics.json" with { type: "json" };
import validationEs from "#locales/es/validation.json" with { type: "json" };
import visaLetterEs from "#locales/es/visa-letter.json" with { type: "json" };
import badgeFr from "#locales/fr/badge.json" with { type: "json" };
import certificateFr from "#locales/fr/certificate.json" with { type: "json" };
import countriesFr from "#locales/fr/countries.json" with { type: "json" };
import fileFr from "#locales/fr/file.json" with { type: "json" };
import gateFr from "#locales/fr/gate.json" with { type: "json" };
import mailFr from "#locales/fr/mail.json" with { type: "json" };
import participantsFr from "#locales/fr/participants.json" with { type: "json" };
import posterFr from "#locales/fr/poster.json" with { type: "json" };
import problemFr from "#locales/fr/problem.json" with { type: "json" };
import programmeFr from "#locales/fr/programme.json" with { type: "json" };
import registrationFr from "#locales/fr/registration.json" with { type: "json" };
import sheetFr from "#locales/fr/sheet.json" with { type: "json" };
import statisticsFr from "#locales/fr/statistics.json" with { type: "json" };
import validationFr from "#locales/fr/validation.json" with { type: "json" };
import visaLetterFr from "#locales/fr/visa-letter.json" with { type: "json" };
import badgeRu from "#locales/ru/badge.json" with { type: "json" };
import certificateRu from "#locales/ru/certificate.json" with { type: "json" };
import countriesRu from "#locales/ru/countries.json" with { type: "json" };
import fileRu from "#locales/ru/file.json" with { type: "json" };
import gateRu from "#locales/ru/gate.json" with { type: "json" };
import mailRu from "#locales/ru/mail.json" with { type: "json" };
import participantsRu from "#locales/ru/participants.json" with { type: "json" };
import posterRu from "#locales/ru/poster.json" with { type: "json" };
import problemRu from "#locales/ru/problem.json" with { type: "json" };
import programmeRu from "#locales/ru/programme.json" with { type: "json" };
import registrationRu from "#locales/ru/registration.json" with { type: "json" };
import sheetRu from "#locales/ru/sheet.json" with { type: "json" };
import statisticsRu from "#locales/ru/statistics.json" with { type: "json" };
import validationRu from "#locales/ru/validation.json" with { type: "json" };
import visaLetterRu from "#locales/ru/visa-letter.json" with { type: "json" };
import badgeZh from "#locales/zh/badge.json" with { type: "json" };
import certificateZh from "#locales/zh/certificate.json" with { type: "json" };
import countriesZh from "#locales/zh/countries.json" with { type: "json" };
import fileZh from "#locales/zh/file.json" with { type: "json" };
import gateZh from "#locales/zh/gate.json" with { type: "json" };
import mailZh from "#locales/zh/mail.json" with { type: "json" };
import participantsZh from "#locales/zh/participants.json" with { type: "json" };
import posterZh from "#locales/zh/poster.json" with { type: "json" };
import problemZh from "#locales/zh/problem.json" with { type: "json" };
import programmeZh from "#locales/zh/programme.json" with { type: "json" };
import registrationZh from "#locales/zh/registration.json" with { type: "json" };
import sheetZh from "#locales/zh/sheet.json" with { type: "json" };
import statisticsZh from "#locales/zh/statistics.json" with { type: "json" };
import validationZh from "#locales/zh/validation.json" with { type: "json" };
import visaLetterZh from "#locales/zh/visa-letter.json" with { type: "json" };
import type { Language } from "#shared/model/conference.ts";

/** A namespace of `locales/` in each language. */
export type Translated<Namespace> = Readonly<Record<Language, Namespace>>;

/** A namespace that lacks a text of the English file does not compile. */
const inAllLanguages = <Namespace>(
  en: Namespace,
  fr: NoInfer<Namespace>,
  es: NoInfer<Namespace>,
  ar: NoInfer<Namespace>,
  zh: NoInfer<Namespace>,
  ru: NoInfer<Namespace>,
): Translated<Namespace> => ({ en, fr, es, ar, zh, ru });

export const badge = /* @__PURE__ */ inAllLanguages(badgeEn, badgeFr, badgeEs, badgeAr, badgeZh, badgeRu);
export const certificate = /* @__PURE__ */ inAllLanguages(
  certificateEn,
  certificateFr,
  certificateEs,
  certificateAr,
  certificateZh,
  certificateRu,
);
export const countries = /* @__PURE__ */ inAllLanguages(
  countriesEn,
  countriesFr,
  countriesEs,
  countriesAr,
  countriesZh,
  countriesRu,
);
export const file = /* @__PURE__ */ inAllLanguages(fileEn, fileFr, fileEs, fileAr, fileZh, fileRu);
export const gate = /* @__PURE__ */ inAllLanguages(gateEn, gateFr, gateEs, gateAr, gateZh, gateRu);
export const mail = /* @__PURE__ */ inAllLanguages(mailEn, mailFr, mailEs, mailAr, mailZh, mailRu);
export const participants = /* @__PURE__ */ inAllLanguages(
  participantsEn,
  participantsFr,
  participantsEs,
  participantsAr,
  participantsZh,
  participantsRu,
);
export const poster = /* @__PURE__ */ inAllLanguages(posterEn, posterFr, posterEs, posterAr, posterZh, posterRu);
export const problem = /* @__PURE__ */ inAllLanguages(problemEn, problemFr, problemEs, problemAr, problemZh, problemRu);
export const programme = /* @__PURE__ */ inAllLanguages(
  programmeEn,
  programmeFr,
  programmeEs,
  programmeAr,
  programmeZh,
  programmeRu,
);
export const registration = /* @__PURE__ */ inAllLanguages(
  registrationEn,
  registrationFr,
  registrationEs,
  registrationAr,
  registrationZh,
  registrationRu,
);
export const sheet = /* @__PURE__ */ inAllLanguages(sheetEn, sheetFr, sheetEs, sheetAr, sheetZh, sheetRu);
export const statistics = /* @__PURE__ */ inAllLanguages(
  statisticsEn,
  statisticsFr,
  statisticsEs,
  statisticsAr,
  statisticsZh,
  statisticsRu,
);
export const validation = /* @__PURE__ */ inAllLanguages(
  validationEn,
  validationFr,
  validationEs,
  validationAr,
  validationZh,
  validationRu,
);
export const visaLetter = /* @__PURE__ */ inAllLanguages(
  visaLetterEn,
  visaLetterFr,
  visaLetterEs,
  visaLetterAr,
  visaLetterZh,
  visaLetterRu,
);
