import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { participantMessages } from "#shared/i18n/messages.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import type { ListSnapshot, ParticipantEntry } from "#shared/participant-list/snapshot.rules.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { renderListPdf } from "../../functions/participants/formats/pdf.ts";
import { createPrintedList, type ListStatus } from "../../functions/participants/formats/printed-list.ts";
import { allNames } from "../badges/names.ts";
import { layOutDeployedFonts } from "../support/badges.ts";
import { readPgm } from "../support/grey.ts";
import {
  ensurePoppler,
  readFaults,
  readFonts,
  readOutline,
  readPageTexts,
  renderPages,
} from "../support/pdf-reader.ts";
import { aSnapshot, listed } from "./people.ts";

let fonts: FontCollection;
let remove: () => void;
beforeAll(() => {
  ensurePoppler();
  ({ fonts, remove } = layOutDeployedFonts());
}, 300_000);
afterAll(() => remove());

const draft: ListStatus = { status: "draft", version: 2 };
const plain = (text: string) =>
  text
    .normalize("NFC")
    .replaceAll(/[\u202a-\u202e]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();

/** Names that a reader of PDF gives back as they were typed: those that run in one direction. */
const names = allNames.filter(({ script }) => script !== "mixed").map(({ name }) => plain(name));

/** All characters of a line: where a mark stands that ends a word, and which direction comes first, is a reader's guess. */
const characters = (line: string) => [...line.replaceAll(" ", "")].toSorted().join("");

/** Each of the names of test/badges/names.ts stands on the list at least once. */
const people = 1_000;

/** So many people whose names are in every script there is. */
function everyScript(): ListSnapshot {
  const snapshot = aSnapshot(people);
  const entries = snapshot.entries.map(({ honorific: _, ...entry }, index): ParticipantEntry => {
    return { ...entry, name: names[index % names.length] ?? "" };
  });
  return { ...snapshot, entries };
}

const everyone = everyScript();
const listIn = (language: Language, snapshot = everyone, standing = draft) =>
  createPrintedList(listed, snapshot, language, standing);
const linesOf = (page: string) => page.split("\n").map(plain).filter(Boolean);

describe.each(languages)(`${people} people in %s`, (language) => {
  const list = listIn(language);
  const groups = list.sections.flatMap((section) => section.groups);
  let pdf: Uint8Array;
  let pages: string[];
  beforeAll(async () => {
    pdf = await renderListPdf(list, fonts);
    pages = readPageTexts(pdf);
  }, 60_000);

  test("stand in their order, each name as it was given", () => {
    const known = new Map(names.map((name) => [characters(name), name]));
    const wanted = groups.flatMap(({ persons }) => persons.map(({ name }) => plain(name)));
    expect(wanted.length).toBeGreaterThan(people * 0.8);
    expect(pages.flatMap(linesOf).flatMap((line) => known.get(characters(line)) ?? [])).toEqual(wanted);
  });

  test("every page says which one it is of how many", () => {
    for (const [index, page] of pages.entries()) {
      const says = participantMessages.translate(language, "participants.page", {
        page: index + 1,
        pages: pages.length,
      });
      for (const word of says.split(/\s+/)) expect(plain(page)).toContain(word);
    }
  });

  test("no heading of the table is cut inside of a word", () => {
    const words = list.statistics.columns.flatMap((each) => each.split(/\s+/));
    const found = new Set(linesOf(pages[0] ?? "").flatMap((line) => line.split(" ")));
    expect(words.filter((word) => !found.has(word))).toEqual([]);
  });

  test("every font is embedded as the subset that was used, poppler has no complaint, and a page takes some kilobytes", () => {
    const found = readFonts(pdf);
    expect(found.length).toBeGreaterThanOrEqual(17);
    expect(found.filter(({ embedded, subset, unicode }) => !(embedded && subset && unicode))).toEqual([]);
    expect(readFaults(pdf)).toBe("");
    expect(pdf.length).toBeLessThan(1_000_000);
  });

  test("its bookmarks lead to every category and every State or organization", () => {
    const wanted = list.sections.flatMap(({ title, groups: within }) => [
      title,
      ...within.map(({ heading = list.individuals }) => heading),
    ]);
    expect(readOutline(pdf)).toEqual([list.title, ...wanted].map(plain));
  });
});

describe("a page", () => {
  const list = listIn("en", aSnapshot(1_000));
  const headings = list.sections.flatMap(({ groups }) => groups.map(({ heading = "" }) => plain(heading)));
  const again = new Set(
    headings.map((heading) => characters(participantMessages.translate("en", "participants.goesOn", { heading }))),
  );
  const tops = new Set([...again, ...[...list.sections.map(({ title }) => title), ...headings].map(characters)]);
  let pages: string[][];
  beforeAll(async () => {
    pages = readPageTexts(await renderListPdf(list, fonts)).map(linesOf);
  }, 60_000);

  test("begins with the heading under which its first entry stands, and never ends with one", () => {
    for (const lines of pages.slice(1)) {
      const body = lines.slice(2, -2);
      expect(tops).toContain(characters(body[0] ?? ""));
      expect(tops).not.toContain(characters(body.at(-1) ?? ""));
    }
    expect(pages.flat().filter((line) => again.has(characters(line))).length).toBeGreaterThan(10);
  });

  test("says above which list it is and how far it is; the mark across it isn't read", () => {
    for (const lines of pages.slice(1)) {
      expect(lines.slice(0, 2)).toEqual([list.conference, `${list.title} · ${list.status}`]);
      expect(lines.filter((line) => line.includes("Provisional"))).toHaveLength(1);
    }
  });
});

/** Pixels that are as pale as the mark. */
const paleOf = async (standing: ListStatus) => {
  const pages = renderPages(await renderListPdf(listIn("en", aSnapshot(60), standing), fonts), 40);
  return pages.map((page) => readPgm(page).pixels.filter((each) => each === Math.round(0.93 * 255)).length);
};

test("a draft is marked across every page, and a final list on none", async () => {
  const drafts = await paleOf(draft);
  expect(drafts.length).toBeGreaterThan(3);
  for (const pale of drafts) expect(pale).toBeGreaterThan(2_000);
  for (const pale of await paleOf({ status: "final" })) expect(pale).toBeLessThan(100);
});

test("a person with a character that no font has is listed without it; no box is empty", async () => {
  const snapshot = aSnapshot(60);
  const [first, second, ...others] = snapshot.entries;
  if (!first || !second) throw new Error("the list is empty");
  const entries = [{ ...first, name: "Amina 🌍 Zed" }, { ...second, functionTitle: "Chair 🦜 today" }, ...others];
  const text = plain(readPageTexts(await renderListPdf(listIn("en", { ...snapshot, entries }), fonts)).join(" "));
  expect(text).toContain("Amina Zed");
  expect(text).toContain("Chair today");
});

test("the longest that a form takes stays on one page, with its heading", async () => {
  const snapshot = aSnapshot(60);
  const long = (word: string, length: number) => `${word} `.repeat(length).slice(0, length).trim();
  const entries = snapshot.entries.map((entry, index): ParticipantEntry => {
    if (index !== 30) return entry;
    const name = `${long("Maximiliana", 200)} ${long("Wolfeschlegelstein", 200)}`;
    return {
      ...entry,
      category: "ngo",
      name,
      functionTitle: long("Ambassador", 500),
      organization: long("Union", 500),
    };
  });
  const pages = readPageTexts(await renderListPdf(listIn("ru", { ...snapshot, entries }), fonts)).map(plain);
  const count = (word: string) => pages.map((page) => page.split(word).length - 1);
  const isOn = count("Maximiliana").flatMap((found, index) => (found > 0 ? [index] : []));
  expect(isOn).toHaveLength(1);
  for (const [word, length] of [
    ["Ambassador", 500],
    ["Wolfeschlegelstein", 200],
  ] as const) {
    expect(count(word)[isOn[0] ?? -1], word).toBe(Math.floor(length / (word.length + 1)));
  }
});
