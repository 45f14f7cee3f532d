import { hanStyleOf } from "#shared/badge/facts.ts";
import type { Band, Passage } from "#shared/badge/print/bands.ts";
import { printDocument } from "#shared/badge/print/document.ts";
import type { Unit } from "#shared/badge/print/pages.ts";
import type { Fonts } from "#shared/badge/text/fonts.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { participantMessages } from "#shared/i18n/messages.ts";
import type { PrintedGroup, PrintedList, PrintedPerson } from "./document.ts";
import { frontPage } from "./pdf-front.ts";
import { Typesetter } from "./typesetter.ts";

/** At most so many faults are told at a time. */
const mostFaults = 50;

/**
 * The list as a PDF: a front page, then each category with its States or organizations. No entry is cut by the end of a
 * page or parted from its heading, and a heading is said again where those below it go on.
 * @throws Refusal `list-not-printable` with each text that has a character no font has
 */
export async function pdfOf(list: PrintedList, fonts: Fonts): Promise<Uint8Array> {
  const setter = new Typesetter({ fonts, direction: list.rightToLeft ? "rtl" : "ltr" });
  const sections = list.sections.flatMap((each, index) => sectionOf(setter, list, each, index === 0));
  const units = [frontPage(setter, list), ...sections];
  if (setter.faults.length > 0) throw new Refusal("list-not-printable", setter.faults.slice(0, mostFaults));
  return print(setter, list, units);
}

/** Every page says which list it is, how far it is, of when, and which page of how many. */
function print({ setting }: Typesetter, list: PrintedList, units: readonly Unit[]): Uint8Array {
  const { title, conference, status, asOf, language, isDraft } = list;
  const small = { size: 8, colour: "#5b6875" };
  return printDocument(
    {
      title: `${conference}: ${title}`,
      language,
      units,
      header: [
        { ...small, text: conference },
        { ...small, text: `${title} · ${status}` },
      ],
      footer: (page, pages) => [
        { ...small, text: asOf },
        { ...small, align: "end", text: participantMessages.translate(language, "participants.page", { page, pages }) },
      ],
      ...(isDraft && { mark: participantMessages.translate(language, "participants.draft") }),
    },
    setting,
  );
}

/** Its heading stays with the first group's, and the first begins the pages behind the front page. */
function sectionOf(
  setter: Typesetter,
  list: PrintedList,
  { title, groups }: PrintedList["sections"][number],
  isFirst: boolean,
): Unit[] {
  const style = { size: 15, weight: "bold", colour: "#0b5394", above: 26 } as const;
  const heading = setter.set("category", { ...style, text: title });
  const [first, ...others] = groups.flatMap((group) => groupOf(setter, list, group));
  if (!first) return [];
  const bookmarks = [{ level: 1 as const, title }, ...(first.bookmarks ?? [])];
  return [{ ...first, bands: [...heading, ...first.bands], bookmarks, onNewPage: isFirst }, ...others];
}

/** Its heading stays with the first entry, and is said again wherever others go on. */
function groupOf(setter: Typesetter, list: PrintedList, { heading = list.individuals, persons }: PrintedGroup): Unit[] {
  const style = { size: 11.5, weight: "bold", colour: "#1c2733", above: 15 } as const;
  const goesOn = participantMessages.translate(list.language, "participants.goesOn", { heading });
  const bands = setter.set("heading", { ...style, text: heading });
  const again = setter.set("heading", { ...style, text: goesOn });
  return persons.map((person, index) => {
    const entry = entryOf(setter, person);
    if (index > 0) return { bands: entry, again };
    return { bands: [...bands, ...entry], bookmarks: [{ level: 2, title: heading }] };
  });
}

/** The name on a line of its own, below it title and organization, each in its own direction. */
function entryOf(setter: Typesetter, person: PrintedPerson): Band[] {
  const { registrationId, honorific, name, functionTitle, organization, country = "" } = person;
  const style = { indent: 14, han: hanStyleOf(country), isGiven: true };
  const set = (text: string | undefined, more: Pick<Passage, "size" | "weight" | "above">) =>
    text === undefined ? [] : setter.set(`registrations.${registrationId}`, { ...style, ...more, text });
  return [
    ...set([honorific, name].filter(Boolean).join(" "), { size: 10.5, weight: "bold", above: 6 }),
    ...set(functionTitle, { size: 9.5 }),
    ...set(organization, { size: 9.5 }),
  ];
}
