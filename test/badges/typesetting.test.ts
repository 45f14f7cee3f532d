import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BadgeContent } from "#shared/badges/badge-content.ts";
import { createBadgeContent, createBadgeTexts } from "#shared/badges/badge-content.ts";
import { composeBadge } from "#shared/badges/compose-badge.ts";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { type BadgeLayout, type BadgeTextField, layoutNames } from "#shared/model/badge-layout.ts";
import type { DrawnLine } from "#shared/printing/composition.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { itemize } from "#shared/printing/text/itemize.ts";
import { Paragraph } from "#shared/printing/text/paragraph.ts";
import { listApplicants2017 } from "../journey/agenda.ts";
import { buildBadge, buildToken, layOutDeployedFonts, longTitle, measureOverhang } from "../support/badges.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { allNames } from "./names.ts";

let fonts: FontCollection;
let remove: () => void;

beforeAll(() => {
  ({ fonts, remove } = layOutDeployedFonts());
});
afterAll(() => remove());

const linesOf = (facts: BadgeContent, layout = badgeLayouts.a6) =>
  composeBadge(layout, facts, fonts).items.filter((each): each is DrawnLine<BadgeTextField> => each.kind === "line");
const textOf = (facts: BadgeContent, field: string, layout = badgeLayouts.a6) =>
  linesOf(facts, layout)
    .filter((each) => each.field === field)
    .map(({ line }) => line.text);

/** Two names of one text aren't told apart by how they are split into lines. */
const plain = (text: string) => text.normalize("NFC").replaceAll(/\s/g, "");

function mustBeSound(facts: BadgeContent): void {
  for (const name of layoutNames) {
    const lines = linesOf(facts, badgeLayouts[name]);
    for (const line of lines) expect(measureOverhang(line), `${name}: ${line.line.text}`).toBeLessThan(0.01);
    const shown = new Set(lines.map(({ field }) => field));
    const asked = badgeLayouts[name].parts.flatMap((part) => (part.kind === "texts" ? part.texts : []));
    for (const { field } of asked)
      expect(shown.has(field), `${name} shows ${field}`).toBe(facts.texts[field] !== undefined);
    expect(plain(textOf(facts, "name", badgeLayouts[name]).join("")), name).toBe(plain(facts.texts.name ?? ""));
  }
}

describe("on every size, whole and inside its boxes, stands", () => {
  test.each(allNames)("$script: $name", ({ name }) => {
    mustBeSound(buildBadge({ name }));
    mustBeSound(buildBadge({ name, functionTitle: "Mayor" }, { photo: new Uint8Array(1) }));
  });

  test("everybody who spoke in New York in 2017", async () => {
    const conference = aConference({
      categories: [
        "member-state",
        "ngo",
        "local-authority",
        "private-sector",
        "academia",
        "international-organization",
      ].map((category) => ({ category, title: { en: category }, colour: "#0b5394" })),
      sessions: [],
    });
    const people = await listApplicants2017();
    expect(people.length).toBeGreaterThan(30);
    for (const { sessions: _sessions, ...form } of people) {
      const registration = buildRegistration(conference, form);
      mustBeSound(createBadgeContent(conference, registration, createBadgeTexts("en"), { token: buildToken(1) }));
    }
  });

  test.each(["en", "fr", "es", "ar", "zh", "ru"] as const)("what a badge says in %s", (language) => {
    const conference = aConference({ languages: [language] });
    const registration = buildRegistration(conference, { country: "IRN", role: "head-of-delegation" });
    mustBeSound(createBadgeContent(conference, registration, createBadgeTexts(language), { token: buildToken(1) }));
  });
});

test.each(layoutNames)("the built-in layout %s shows no number that looks like a participant's", (name) => {
  const shown = linesOf(buildBadge(), badgeLayouts[name]).map(({ field }) => field);
  expect(shown).not.toContain("serial");
});

test("a layout of the conference may show the serial", () => {
  const [fill, ...parts] = badgeLayouts.label.parts;
  const text = { field: "serial", largest: 7, smallest: 5 } as const;
  const layout = {
    ...badgeLayouts.label,
    parts: [fill, { kind: "texts", box: [68, 144, 26, 5], texts: [text] }, ...parts],
  };
  expect(textOf(buildBadge(), "serial", layout as BadgeLayout)).toEqual(["No. 12"]);
});

test("the days and zones that a badge is limited to stand on it, in its language", () => {
  const access = { days: ["2027-10-26"], zones: ["Plenary", "Press"] };
  const registration = { ...buildRegistration(aConference()), access };
  const { texts } = createBadgeContent(aConference({ languages: ["fr"] }), registration, createBadgeTexts("fr"), {
    token: buildToken(1),
  });
  expect([texts.days, texts.zones]).toEqual(["26 octobre 2027", "Plenary · Press"]);
});

describe("a text that is long", () => {
  test("stands whole on every size where the agenda has it", () => {
    for (const name of layoutNames) {
      const { shortened } = composeBadge(badgeLayouts[name], buildBadge({}, { photo: new Uint8Array(1) }), fonts);
      expect([name, shortened]).toEqual([name, []]);
      expect(textOf(buildBadge(), "functionTitle", badgeLayouts[name]).join(" ")).toBe(longTitle);
    }
  });

  test("first shrinks, then breaks, at last is shortened at the end of a word, and says so", () => {
    const sizeOf = (name: string) => linesOf(buildBadge({ name })).find(({ field }) => field === "name")?.size ?? 0;
    expect(textOf(buildBadge({ name: "Ama Mensah" }), "name")).toHaveLength(1);
    expect(sizeOf("Ewa Wolfeschlegelsteinhausenbergerdorff")).toBeLessThan(sizeOf("Ama Mensah"));
    const many = Array.from({ length: 40 }, () => "Wolfeschlegelstein").join(" ");
    const { shortened } = composeBadge(badgeLayouts.a6, buildBadge({ name: many }), fonts);
    expect(shortened).toContain("name");
    expect(textOf(buildBadge({ name: many }), "name").join(" ")).toMatch(/^(Wolfeschlegelstein )+Wolfeschlegelstein…$/);
    for (const name of layoutNames) {
      for (const line of linesOf(buildBadge({ name: many, organization: many, conference: many }), badgeLayouts[name]))
        expect(measureOverhang(line), `${name}: ${line.line.text}`).toBeLessThan(0.01);
    }
  });

  test("is cut between characters where one word is longer than any line", () => {
    const name = "நி".repeat(150);
    const lines = textOf(buildBadge({ name }), "name");
    for (const line of lines) expect(line.startsWith("ி")).toBe(false);
    for (const line of linesOf(buildBadge({ name }))) expect(measureOverhang(line)).toBeLessThan(0.01);
  });

  test("never makes another text vanish", () => {
    const many = "Ministry of the Interior and Public Administration ".repeat(9).trim();
    const facts = buildBadge({ name: many, functionTitle: many, organization: many, country: many, honorific: many });
    for (const name of layoutNames) {
      const fields = new Set(linesOf(facts, badgeLayouts[name]).map(({ field }) => field));
      for (const field of ["honorific", "name", "functionTitle", "organization", "country"] as const)
        expect(fields.has(field), `${name}: ${field}`).toBe(true);
    }
  });
});

describe("the right font", () => {
  const filesOf = (text: string, han: "ja" | "ko" | "zh-Hans" | "zh-Hant" = "zh-Hans") => [
    ...new Set(itemize(text, fonts, { weight: "bold", han }).map(({ font }) => font.file.split("_")[0])),
  ];

  test("a Han character has the shape of the country whose name it is", () => {
    expect(filesOf("渡邊", "ja")).toEqual(["NotoSansJP"]);
    expect(filesOf("龔靜儀", "zh-Hant")).toEqual(["NotoSansTC"]);
    expect(filesOf("诸葛")).toEqual(["NotoSansSC"]);
  });

  test("a space, a figure or a joiner doesn't change the font", () => {
    expect(filesOf("می‌رحیمی 12 ،")).toEqual(["NotoSansArabic"]);
    expect(filesOf("ශ්‍රියානි ජයසූරිය")).toEqual(["NotoSansSinhala"]);
  });

  test("two scripts in one name have a font each, in the order of either direction", () => {
    const runs = itemize("محمد Ali", fonts, { weight: "bold", han: "zh-Hans" });
    expect(runs.map(({ script, level }) => [script, level])).toEqual([
      ["Arab", 1],
      ["Latn", 2],
    ]);
    const paragraph = new Paragraph("محمد Ali", fonts, { weight: "bold", han: "zh-Hans" });
    const [first] = paragraph.shapeLine({ start: 0, end: 8 }).runs;
    expect(first?.clusters.map(({ text }) => text).join("")).toBe("Ali");
  });

  test("a character that no font has is left out, and no glyph is an empty box", () => {
    const glyphs = ({ line }: DrawnLine<BadgeTextField>) =>
      line.runs.flatMap(({ clusters }) => clusters.flatMap((each) => each.glyphs));
    const texts = {
      name: "Amina 🌍",
      functionTitle: "👍",
      organization: "Youth \u{31350}",
      country: "a\u{1E8D0}\u05B0",
    };
    for (const line of linesOf(buildBadge(texts))) for (const { id } of glyphs(line)) expect(id).not.toBe(0);
    expect(textOf(buildBadge(texts), "name")).toEqual(["Amina"]);
    expect(textOf(buildBadge(texts), "functionTitle")).toEqual(["\uFFFD"]);
    expect(textOf(buildBadge(texts), "organization")).toEqual(["Youth \uFFFD"]);
  });
});
