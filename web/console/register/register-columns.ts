import { nationalityCodes } from "#shared/countries/countries.ts";
import { listRepresentedCodes } from "#shared/countries/represented-countries.rules.ts";
import {
  type feedFlags,
  findAnswerKey,
  listSeparator,
  toAnswerColumn,
  writtenAnswerTypes,
} from "#shared/feed/feed-columns.rules.ts";
import { type Conference, type Language, languages, localeTags } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import {
  accreditationStates,
  builtInRoles,
  genders,
  participations,
  visaLetterStates,
} from "#shared/model/registration.ts";
import { getRoleTitle } from "../../kit/form/form-values.ts";
import { getCountryName, getRepresentedName } from "../../kit/i18n/countries.ts";
import { formatDay } from "../../kit/i18n/format-dates.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import type { ConferenceSettings } from "../console-context.ts";
import type { DelegationNames } from "../labels.tsx";
import type { useTranslation } from "../translations.ts";
import type { ColumnSpec } from "./engine/column-index.ts";
import type { RegisterQuery } from "./engine/register-engine.ts";
import { parseRangeValue } from "./engine/time-range.ts";

/** A column that the register can show. */
export interface RegisterColumn {
  readonly spec: ColumnSpec;
  readonly label: string;
  /** The width until the reader chooses another, in px. */
  readonly width: number;
  /**
   * What the cells contain: `choice`: codes, numbers and times; `text`: texts that people wrote, which never stand in an
   * address; `unique`: what no one would choose by its value, such as a name.
   */
  readonly content: "choice" | "text" | "unique";
  /** The shown text of a value. */
  readonly formatValue: (value: string) => string;
  /** The shown text of a cell. */
  readonly formatCell: (text: string) => string;
}

/** What the columns depend on. */
export interface ColumnContext {
  readonly reader: ReturnType<typeof useTranslation>;
  readonly settings: ConferenceSettings;
  readonly delegations: DelegationNames;
  readonly getPoolLabel: (pool: string) => string;
  /** Those whose answers may be in lists. */
  readonly questions: readonly Question[];
}

/** The columns that a reader sees first. */
export const defaultColumns: readonly string[] = [
  "name",
  "organization",
  "country",
  "category",
  "accreditation",
  "seat",
  "submittedAt",
  "flags",
];

type ColumnDraft = Pick<RegisterColumn, "label" | "width"> &
  Partial<Pick<RegisterColumn, "content">> &
  Omit<ColumnSpec, "key" | "order"> & { readonly key: string; readonly order?: ColumnSpec["order"] };

/** All columns, in the order in which they are offered. */
export function listRegisterColumns(context: ColumnContext): RegisterColumn[] {
  const drafts = [
    ...listPersonColumns(context),
    ...listStateColumns(context),
    ...listStaffColumns(context),
    ...context.questions.map((question) => toAnswerDraft(question, context)),
  ];
  return drafts.map((draft) => toColumn(draft, context));
}

function listPersonColumns({ reader, settings, delegations }: ColumnContext): ColumnDraft[] {
  const { t, language } = reader;
  const searched = { isSearched: true };
  const roles = [...builtInRoles, ...(settings.roles ?? []).map(({ role }) => role)];
  return [
    { key: "name", label: t("register.name"), width: 190, content: "unique", ...searched },
    { key: "familyName", label: t("field.person_familyName"), width: 160, content: "unique" },
    { key: "latinName", label: t("register.latinName"), width: 200, content: "unique", ...searched },
    { key: "organization", label: t("field.organization"), width: 190, content: "text", ...searched },
    {
      ...{ key: "country", label: t("field.country"), width: 140, ...searched },
      texts: wordValues(listRepresentedCodes(settings as Pick<Conference, "countries">), (code) =>
        getRepresentedName(settings, code, reader),
      ),
    },
    {
      ...{ key: "nationality", label: t("field.person_nationality"), width: 150, ...searched },
      texts: wordValues([...nationalityCodes], (code) => getCountryName(code, reader)),
    },
    {
      ...{ key: "category", label: t("field.category"), width: 150 },
      texts: Object.fromEntries(
        settings.categories.map(({ category, title }) => [category, getLocalizedText(title, language)]),
      ),
    },
    {
      ...{ key: "delegationId", label: t("field.delegation"), width: 180 },
      texts: Object.fromEntries(delegations),
    },
    {
      ...{ key: "role", label: t("field.role"), width: 140 },
      texts: wordValues(roles, (role) => getRoleTitle(settings.roles, role, reader)),
    },
    { key: "functionTitle", label: t("field.functionTitle"), width: 180, content: "text", ...searched },
    {
      ...{ key: "gender", label: t("field.person_gender"), width: 110 },
      texts: wordValues(genders, (each) => t(each === "undisclosed" ? "fieldChange.undisclosed" : `gender.${each}`)),
    },
    { key: "email", label: t("field.person_email"), width: 220, content: "unique", ...searched },
    {
      ...{ key: "language", label: t("field.language"), width: 110 },
      texts: wordValues(languages, (each: Language) => languageNames[each]),
    },
  ];
}

function listStateColumns({
  reader: { t, language },
  settings,
  delegations,
  getPoolLabel,
}: ColumnContext): ColumnDraft[] {
  const { timeZone, sessions } = settings;
  const seats = ["held", "waiting", "offered", "none"] as const;
  const pools = [
    "venue",
    ...settings.categories.map(({ category }) => `category:${category}`),
    ...sessions.map(({ sessionId }) => `session:${sessionId}`),
    ...[...delegations.keys()].map((id) => `delegation:${id}`),
  ];
  const sessionSeats = sessions.flatMap(({ sessionId, title }) =>
    seats.map((seat) => [`${sessionId} ${seat}`, `${getLocalizedText(title, language)} (${t(`seat.${seat}`)})`]),
  );
  return [
    {
      ...{ key: "accreditation", label: t("queue.accreditation"), width: 135 },
      texts: wordValues(accreditationStates, (each) => t(`accreditation.${each}`)),
    },
    { key: "seat", label: t("queue.seat"), width: 140, texts: wordValues(seats, (each) => t(`seat.${each}`)) },
    {
      ...{ key: "waitingFor", label: t("register.waitingFor"), width: 180, separator: listSeparator },
      texts: wordValues(pools, getPoolLabel),
    },
    ...(sessions.length === 0
      ? []
      : [
          {
            ...{ key: "sessions", label: t("field.sessions"), width: 220, separator: listSeparator },
            texts: Object.fromEntries(sessionSeats) as Record<string, string>,
          },
        ]),
    ...(settings.participation === "hybrid"
      ? [
          {
            ...{ key: "participation", label: t("field.participation"), width: 120 },
            texts: wordValues(participations, (each) => t(`participation.${each}`)),
          },
        ]
      : []),
    { key: "submittedAt", label: t("case.submitted"), width: 160, order: "value", dayIn: timeZone },
    { key: "accreditationSince", label: t("register.accreditationSince"), width: 150, order: "value", dayIn: timeZone },
    {
      ...{ key: "visaLetter", label: t("field.needs_visaLetter"), width: 130 },
      texts: wordValues(visaLetterStates, (each) => t(`register.letter.${each}`)),
    },
    { key: "badgeSerial", label: t("register.badgeSerial"), width: 90, order: "value" },
    { key: "inside", label: t("register.inside"), width: 110, texts: toYesNo(t) },
    { key: "scannedAt", label: t("register.scannedAt"), width: 150, order: "value", dayIn: timeZone },
  ];
}

function listStaffColumns({ reader: { t } }: ColumnContext): ColumnDraft[] {
  const flagTexts: Readonly<Record<(typeof feedFlags)[number], string>> = {
    protected: t("flag.protected"),
    reader: t("register.flag.reader"),
    bounced: t("flag.undeliverable"),
    "change-requested": t("flag.changeRequested"),
    corrected: t("register.flag.corrected"),
    "delegation-requested": t("flag.unconfirmed"),
    clash: t("flag.clash"),
    "visa-letter": t("field.needs_visaLetter"),
    photo: t("document.photo"),
  };
  return [
    {
      ...{ key: "flags", label: t("register.flags"), width: 135, separator: listSeparator },
      texts: flagTexts,
    },
    {
      ...{ key: "missing", label: t("register.missing"), width: 180, separator: listSeparator },
      texts: { letter: t("flag.missing.letter"), photo: t("flag.missing.photo") },
    },
    { key: "tags", label: t("register.tags"), width: 160, content: "text", separator: listSeparator },
    { key: "assignee", label: t("queue.assignee"), width: 180, content: "text" },
    { key: "notes", label: t("register.notes"), width: 80, order: "value" },
  ];
}

function toAnswerDraft(question: Question, { reader }: ColumnContext): ColumnDraft {
  const { key, type, label, options = [] } = question;
  const draft = { key: toAnswerColumn(key), label: getLocalizedText(label, reader.language), width: 180 };
  if (writtenAnswerTypes.includes(type)) return { ...draft, content: "text", isSearched: true };
  if (type === "number" || type === "date" || type === "time") return { ...draft, order: "value" };
  if (type === "country")
    return { ...draft, texts: wordValues([...nationalityCodes], (code) => getCountryName(code, reader)) };
  if (type === "file") return { ...draft, texts: { true: reader.t("questions.file") } };
  if (type === "yes-no" || type === "acknowledgement") return { ...draft, texts: toYesNo(reader.t) };
  const texts = Object.fromEntries(options.map((each) => [each.value, getLocalizedText(each.label, reader.language)]));
  return { ...draft, texts, ...(type === "choices" && { separator: listSeparator }) };
}

const wordValues = <Value extends string>(values: readonly Value[], getText: (value: Value) => string) =>
  Object.fromEntries(values.map((value) => [value, getText(value)]));

const toYesNo = (t: (key: "common.yes" | "common.no") => string) => ({ true: t("common.yes"), false: t("common.no") });

function toColumn(
  { label, width, content = "choice", order = "text", ...spec }: ColumnDraft,
  { reader: { language, t } }: ColumnContext,
): RegisterColumn {
  const { texts = {}, separator, dayIn } = spec;
  const column = { spec: { ...spec, order }, label, width, content };
  const formatText = (value: string) => texts[value] ?? value;
  if (dayIn !== undefined) {
    const format = new Intl.DateTimeFormat(localeTags[language], {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
      timeZone: dayIn,
    });
    const formatRange = (value: string) => {
      const { from, to } = parseRangeValue(value) ?? {};
      if (from === undefined) return formatDay(value, language);
      return to === undefined
        ? t("register.from", { time: format.format(new Date(from)) })
        : format.formatRange(new Date(from), new Date(to));
    };
    return {
      ...column,
      formatValue: formatRange,
      formatCell: (time) => (time === "" ? "" : format.format(new Date(time))),
    };
  }
  const formatCell =
    separator === undefined ? formatText : (text: string) => text.split(separator).map(formatText).join(", ");
  return { ...column, formatValue: formatText, formatCell };
}

interface UsedColumns extends Pick<RegisterQuery, "sort" | "group" | "filters"> {
  readonly columns: readonly string[];
}

/** The keys of the questions whose answers a state needs. */
export function listAnswerKeys({ columns, sort, group, filters }: UsedColumns): string[] {
  const used = new Set([...columns, sort.column, ...(group === undefined ? [] : [group]), ...Object.keys(filters)]);
  return [...used].flatMap((key) => findAnswerKey(key) ?? []);
}
