import type { Conference, Language, Texts } from "#shared/domain/conference.ts";
import { listOf } from "#shared/domain/participants/list.ts";
import { folded } from "#shared/domain/participants/order.ts";
import type { Entry, Snapshot } from "#shared/domain/participants/snapshot.ts";
import { stateName, states } from "#shared/domain/state-names.ts";
import { conferenceDays, momentAt } from "#shared/i18n/dates.ts";
import { participantMessages } from "#shared/i18n/messages.ts";

/** How far the list has come: a version that was kept, or what the rows say now. */
export interface ListStatus {
  readonly status: "draft" | "final";
  /** None while it isn't kept as a version. */
  readonly version?: number;
}

/** A person as the list prints them. */
export interface PrintedPerson {
  readonly registrationId: string;
  readonly honorific?: string;
  readonly name: string;
  readonly functionTitle?: string;
  /** What their heading doesn't say already. */
  readonly organization?: string;
  /** The State represented, ISO 3166-1 alpha-3. */
  readonly country?: string;
}

export interface PrintedGroup {
  readonly heading?: string;
  readonly persons: readonly PrintedPerson[];
}

/** The list in words, in one language: what each format prints, page, sheet or row. */
export interface PrintedList {
  readonly language: Language;
  readonly rightToLeft: boolean;
  readonly conference: string;
  readonly place: string;
  readonly days: string;
  readonly title: string;
  readonly status: string;
  readonly isDraft: boolean;
  readonly asOf: string;
  readonly corrections: string;
  readonly order: { readonly heading: string; readonly sentences: readonly string[] };
  readonly statistics: {
    readonly heading: string;
    readonly columns: readonly string[];
    readonly lines: readonly (readonly [title: string, ...counts: number[]])[];
    readonly total: readonly [title: string, ...counts: number[]];
  };
  readonly sections: readonly { readonly title: string; readonly groups: readonly PrintedGroup[] }[];
  /** The heading of those who belong to no State or organization. */
  readonly individuals: string;
}

const inLanguage = (texts: Texts, language: Language) => texts[language] ?? texts.en;

/** The list of participants of a conference in the words of a language. Names and titles stay as they were given. */
export function printedList(
  conference: Conference,
  snapshot: Snapshot,
  language: Language,
  standing: ListStatus,
): PrintedList {
  const list = listOf(conference, snapshot, language);
  const say = (key: "title" | "statistics" | "individuals" | "total" | "secretariat") =>
    participantMessages.translate(language, `participants.${key}`);
  return {
    language,
    rightToLeft: language === "ar",
    conference: inLanguage(conference.title, language),
    place: placeOf(conference, language),
    days: conferenceDays(conference, language),
    title: say("title"),
    status: statusText(language, standing),
    isDraft: standing.status === "draft",
    asOf: participantMessages.translate(language, "participants.asOf", {
      date: momentAt(conference.timeZone, snapshot.asOf, language),
    }),
    corrections: conference.contact
      ? participantMessages.translate(language, "participants.contact", { contact: conference.contact })
      : say("secretariat"),
    order: orderText(language),
    statistics: {
      heading: say("statistics"),
      columns: (["category", "groups", "named", "unnamed", "total"] as const).map((key) =>
        participantMessages.translate(language, `participants.${key}`),
      ),
      lines: list.statistics.map(({ title, groups, named, unnamed, total }) => [title, groups, named, unnamed, total]),
      total: [say("total"), list.total.groups, list.total.named, list.total.unnamed, list.total.total],
    },
    sections: list.sections.map(({ title, groups }) => ({
      title,
      groups: groups.map(({ heading, entries }) => ({
        ...(heading !== undefined && { heading }),
        persons: entries.map((entry) => printedPerson(entry, heading)),
      })),
    })),
    individuals: say("individuals"),
  };
}

const placeOf = ({ venue }: Conference, language: Language): string => {
  const country = states.includes(venue.country) ? [stateName(venue.country, language)] : [];
  return [venue.name, venue.city, ...country].join(language === "ar" ? "، " : language === "zh" ? "，" : ", ");
};

function statusText(language: Language, { status, version }: ListStatus): string {
  const words = participantMessages.translate(language, `participants.${status}`);
  return version === undefined
    ? words
    : `${words} · ${participantMessages.translate(language, "participants.version", { version })}`;
}

const orderText = (language: Language) => ({
  heading: participantMessages.translate(language, "participants.order"),
  sentences: (["states", "organizations", "members", "consent", "names"] as const).map((key) =>
    participantMessages.translate(language, `participants.${key}`),
  ),
});

function printedPerson(entry: Entry, heading: string | undefined): PrintedPerson {
  const { registrationId, honorific, name, functionTitle, organization, country } = entry;
  const isSaid = organization !== undefined && heading !== undefined && folded(organization) === folded(heading);
  return {
    registrationId,
    ...(honorific !== undefined && { honorific }),
    name,
    ...(functionTitle !== undefined && { functionTitle }),
    ...(organization !== undefined && !isSaid && { organization }),
    ...(country !== undefined && { country }),
  };
}

/** The list as a table, a line for each person: what CSV and XLSX hold. The first line says what stands below. */
export function tableOf({ language, sections, individuals }: PrintedList): string[][] {
  const columns = ["category", "group", "honorific", "name", "functionTitle", "organization"] as const;
  const lines = sections.flatMap(({ title, groups }) =>
    groups.flatMap(({ heading = individuals, persons }) =>
      persons.map(({ honorific = "", name, functionTitle = "", organization = "" }) => [
        title,
        heading,
        honorific,
        name,
        functionTitle,
        organization,
      ]),
    ),
  );
  return [columns.map((key) => participantMessages.translate(language, `participants.${key}`)), ...lines];
}
