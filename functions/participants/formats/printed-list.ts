import { getCountryName } from "#shared/countries/country-names.ts";
import { formatConferenceDays, formatMoment } from "#shared/i18n/dates.ts";
import { participantMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import { type Conference, getTextDirection, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { createParticipantList, isNamedByHeading } from "#shared/participant-list/list.rules.ts";
import type { ListSnapshot, ParticipantEntry } from "#shared/participant-list/snapshot.rules.ts";

/** The status of the list: that of a version, or `draft` for the current list. */
export interface ListStatus {
  readonly status: "draft" | "final";
  /** Absent for the current list. */
  readonly version?: number;
}

export type PrintedPerson = ReturnType<typeof toPrintedPerson>;

/** The texts of the list in one language, which each format prints. */
export type PrintedList = ReturnType<typeof createPrintedList>;

export type PrintedGroup = PrintedList["sections"][number]["groups"][number];

/** A row of statistics: the title, then the counts. */
type StatisticsRow = readonly [title: string, ...counts: number[]];

/** The texts of a list of participants. Names and titles stay as the people gave them. */
export function createPrintedList(
  conference: BrandedConference,
  snapshot: ListSnapshot,
  language: Language,
  { status, version }: ListStatus,
) {
  const list = createParticipantList(conference, snapshot, language);
  const translate = (key: ListKey) => participantMessages.translate(language, `participants.${key}`);
  const { contact, timeZone } = conference;
  const organizer = conference.branding?.name;
  const number =
    version === undefined ? "" : participantMessages.translate(language, "participants.version", { version });
  const asOf = { date: formatMoment(timeZone, snapshot.asOf, language) };
  const toStatisticsRow = (title: string, counts: (typeof list)["total"]): StatisticsRow => {
    const { groups, named, unnamed, total } = counts;
    return [title, groups, named, unnamed, total];
  };
  return {
    language,
    isRightToLeft: getTextDirection(language) === "rtl",
    conference: getTextInLanguage(conference.title, language),
    ...(organizer && { organizer: getTextInLanguage(organizer, language) }),
    place: formatVenue(conference, language),
    days: formatConferenceDays(conference, language),
    title: translate("title"),
    status: [translate(status), number].filter(Boolean).join(" · "),
    isDraft: status === "draft",
    asOf: participantMessages.translate(language, "participants.asOf", asOf),
    corrections: contact
      ? participantMessages.translate(language, "participants.contact", { contact })
      : translate("secretariat"),
    order: {
      heading: translate("order"),
      sentences: (["states", "organizations", "members", "consent", "names"] as const).map(translate),
    },
    statistics: {
      heading: translate("statistics"),
      columns: (["category", "groups", "named", "unnamed", "total"] as const).map(translate),
      lines: list.statistics.map((row) => toStatisticsRow(row.title, row)),
      total: toStatisticsRow(translate("total"), list.total),
    },
    sections: list.sections.map(({ title, groups }) => ({
      title,
      groups: groups.map(({ heading, entries }) => ({
        ...(heading !== undefined && { heading }),
        persons: entries.map((entry) => toPrintedPerson(conference, entry, heading)),
      })),
    })),
    /** The heading of people who belong to no State or organization. */
    individuals: translate("individuals"),
  };
}

type ListKey = Parameters<typeof participantMessages.translate>[1] extends infer Key
  ? Key extends `participants.${infer Name}`
    ? Name
    : never
  : never;

const formatVenue = ({ venue }: Conference, language: Language): string =>
  joinPlace([venue.name, venue.city, getCountryName(venue.country, language)], language);

/** A person as printed, without an organization that the heading names already. */
function toPrintedPerson(conference: Conference, entry: ParticipantEntry, heading: string | undefined) {
  const { registrationId, honorific, name, functionTitle, organization, country } = entry;
  const isRepeated = heading !== undefined && isNamedByHeading(conference, entry, heading);
  return {
    registrationId,
    ...(honorific !== undefined && { honorific }),
    name,
    ...(functionTitle !== undefined && { functionTitle }),
    ...(organization !== undefined && !isRepeated && { organization }),
    ...(country !== undefined && { country }),
  };
}

/** The list as a table with a row of headings, for CSV and XLSX. */
export function toListTable({ language, sections, individuals }: PrintedList): string[][] {
  const columns = ["category", "group", "honorific", "name", "functionTitle", "organization"] as const;
  const headings = columns.map((key) => participantMessages.translate(language, `participants.${key}`));
  const toRow = (category: string, group: string, person: PrintedPerson) => {
    const { honorific = "", name, functionTitle = "", organization = "" } = person;
    return [category, group, honorific, name, functionTitle, organization];
  };
  const rows = sections.flatMap(({ title, groups }) =>
    groups.flatMap(({ heading = individuals, persons }) => persons.map((person) => toRow(title, heading, person))),
  );
  return [headings, ...rows];
}
