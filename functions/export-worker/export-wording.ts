import { getCountryName, getRepresentedName } from "#shared/countries/country-names.ts";
import type { ExportColumn } from "#shared/exports/export-columns.rules.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Conference, findKnownCategory, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { type AccreditationState, isBuiltInRole, type VisaLetterState } from "#shared/model/registration.ts";
import type { AnswerWording } from "#shared/questions/answer-text.rules.ts";

type MessageKey = Parameters<typeof sheetMessages.translate>[1];

/** How the values of an export are worded in one language. */
export interface ExportWording extends AnswerWording {
  readonly translate: (key: MessageKey) => string;
  /** The words for a code, by column. Columns that are not listed contain no codes. */
  readonly codes: Readonly<Partial<Record<ExportColumn, (code: string) => string>>>;
}

/** @param delegations the names of delegations */
export function createExportWording(
  conference: Conference,
  language: Language,
  delegations: ReadonlyMap<string, string>,
): ExportWording {
  const translate = (key: MessageKey) => sheetMessages.translate(language, key);
  const formatCountry = (code: string) => getRepresentedName(conference, code, language);
  const languageNames = new Intl.DisplayNames([language], { type: "language" });
  const sessionTitles = new Map(
    conference.sessions.map(({ sessionId, title }) => [sessionId, getTextInLanguage(title, language)]),
  );
  return {
    language,
    translate,
    yes: translate("sheet.yes"),
    no: translate("sheet.no"),
    formatCountry,
    codes: {
      "person.nationality": (code) => getCountryName(code, language),
      "person.gender": (gender) => translate(`gender.${gender as "female"}`),
      country: formatCountry,
      delegationId: (id) => delegations.get(id) ?? id,
      category: (name) => {
        const title = findKnownCategory(conference, name)?.title;
        return title ? getTextInLanguage(title, language) : name;
      },
      role: (name) => {
        const title = conference.roles?.find(({ role }) => role === name)?.title;
        if (title) return getTextInLanguage(title, language);
        return isBuiltInRole(name) ? translate(`role.${name}`) : name;
      },
      accreditation: (state) => translate(`accreditation.${state as AccreditationState}`),
      seat: (state) => translate(`seat.${state as "held"}`),
      participation: (how) => translate(`participation.${how as "online"}`),
      sessions: (session) => {
        const [id = "", seat = ""] = session.split(" ");
        return `${sessionTitles.get(id) ?? id} (${translate(`seat.${seat as "held"}`)})`;
      },
      language: (code) => languageNames.of(code) ?? code,
      "visaLetter.state": (state) => translate(`column.visaLetter_${state as VisaLetterState}`),
      missing: (requirement) => translate(`column.missing_${requirement as "letter"}`),
    },
  };
}
