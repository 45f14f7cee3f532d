import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { BadgeContent } from "#shared/badges/badge-content.ts";
import { composeBadge } from "#shared/badges/compose-badge.ts";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { customLayout } from "#shared/conferences/badge-layout.contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import {
  type BadgeLayout,
  type BadgeText,
  badgeFields,
  layoutNames,
  type TextPart,
} from "#shared/model/badge-layout.ts";
import { Paragraph } from "#shared/printing/text/paragraph.ts";
import { maxCompositionWork, Typesetter } from "#shared/printing/text/typesetter.ts";
import { layoutTextStack } from "#shared/printing/text-stack.ts";
import { createBadgeFile } from "../../functions/email-outbox/attachments.ts";
import { buildBadge, layOutDeployedFonts, measureOverhang } from "../support/badges.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { createTestSigner } from "../support/signer.ts";

const { fonts, remove } = layOutDeployedFonts();
afterEach(() => vi.restoreAllMocks());
afterAll(() => remove());

const codePart = { kind: "code", box: [0, 0, 30, 30] } as const;

/** A layout of parts with texts each, whose widths and sizes all differ, so that no part profits from another. */
const buildLayout = (partCount: number, textCount: number, lines: number): BadgeLayout => ({
  size: { width: 297, height: 297 },
  parts: [
    ...Array.from({ length: partCount }, (_, part): TextPart => {
      const texts = Array.from({ length: textCount }, (_each, text): BadgeText => {
        const field = badgeFields[text % badgeFields.length] ?? "name";
        return { field, largest: 120 - part / 2, smallest: 3 + part / 100 + text / 90, lines };
      });
      return { kind: "texts", box: [part * 7, 0, 8 + part / 2, 297], texts };
    }),
    codePart,
  ],
});

/** A person whose texts are all as long as the form accepts them. */
const fillBadge = (text: string): BadgeContent =>
  buildBadge(Object.fromEntries(badgeFields.map((field, index) => [field, text.repeat(500).slice(index, 500)])));

const longTexts = {
  words: "Ministry of the Interior and Public Administration ",
  letters: "a b c ",
  "one word": "W",
  syllables: "நி",
  arabic: "محمد عبد الله ",
  han: "渡邊龔靜儀诸葛",
  marks: ". — ( ; ",
};

const findErrors = (layout: BadgeLayout) => {
  const checked = validate(customLayout, layout);
  return "fieldErrors" in checked ? checked.fieldErrors : [];
};

/** The predefined layouts measure up to 63,000 lines if every text is as long as the form accepts. */
const maxMeasuredLines = 200_000;

test.each(Object.entries(longTexts))(
  "a layout of 468 texts that was stored before the limit makes a badge with limited work, of %s",
  (_, text) => {
    const shapeLine = vi.spyOn(Paragraph.prototype, "shapeLine");
    const { items } = composeBadge(buildLayout(39, 12, 12), fillBadge(text), fonts);
    expect(shapeLine.mock.calls.length).toBeLessThan(maxMeasuredLines);
    const lines = items.filter((item) => item.kind === "line");
    for (const field of badgeFields.slice(0, 12))
      expect(lines.filter((line) => line.field === field).length, field).toBeGreaterThanOrEqual(39);
    for (const line of lines) expect(measureOverhang(line), line.line.text).toBeLessThan(0.01);
  },
);

test("after too much work, a text has one line in its box, and the badge says that it is shortened", () => {
  const typesetter = new Typesetter(fonts, "zh-Hans");
  typesetter.work.spend(maxCompositionWork);
  const value = longTexts.words.repeat(10);
  const texts = [
    { text: { field: "name", largest: 30, smallest: 10, lines: 4 }, value },
    { text: { field: "country", largest: 30, smallest: 10, lines: 4 }, value: "Mexico" },
  ] as const;
  const { fields } = layoutTextStack(texts, typesetter, { width: 200, height: 40, gap: 2 });
  expect(fields.map(({ size, lines, isShortened }) => [size, lines.map(({ text }) => text), isShortened])).toEqual([
    [10, ["Ministry of the Interior and Public Admi…"], true],
    [10, ["Mexico"], false],
  ]);
  const low = layoutTextStack(texts, typesetter, { width: 200, height: 13, gap: 2 });
  expect(low.fields.map(({ size, lines }) => [size < 10, lines.length])).toEqual([
    [true, 1],
    [true, 1],
  ]);
});

test.each(layoutNames)("the longest texts that the form accepts do not exhaust the work in the layout %s", (name) => {
  for (const text of Object.values(longTexts)) {
    const typesetter = new Typesetter(fonts, "zh-Hans");
    const { texts } = fillBadge(text);
    for (const part of badgeLayouts[name].parts) {
      if (part.kind !== "texts") continue;
      const fields = part.texts.map((each) => ({ text: each, value: texts[each.field] ?? "" }));
      layoutTextStack(fields, typesetter, { width: part.box[2] * 2.8, height: part.box[3] * 2.8, gap: part.gap ?? 2 });
    }
    expect(typesetter.work.isExhausted, text).toBe(false);
  }
});

test("a layout has a limited number of lines in all its boxes; the error names the box that is beyond it", () => {
  expect(findErrors(buildLayout(10, 12, 1))).toEqual([]);
  expect(findErrors(buildLayout(5, 12, 2))).toEqual([]);
  expect(findErrors(buildLayout(39, 12, 12))).toEqual([
    { path: "parts.0.texts", rule: "badgeLines", values: { maximum: 120 } },
  ]);
  expect(findErrors(buildLayout(6, 12, 2))).toEqual([
    { path: "parts.5.texts", rule: "badgeLines", values: { maximum: 120 } },
  ]);
});

test("an email begins its badge only while time is left, and goes without it after attempts that did not end", async () => {
  const conference = { ...aConference(), badgeLayout: buildLayout(39, 12, 12) };
  const registration = {
    ...buildRegistration(conference, { functionTitle: longTexts.words.repeat(9).trim() }),
    accreditation: { state: "approved" },
    seat: { state: "held" },
    badgeSerial: 1,
  } as const;
  const sources = {
    table: {} as Table,
    documents: connectDocumentsBucket("none"),
    signer: await createTestSigner(),
    fonts,
  };
  const make = (until: number, omitsBadge: boolean) =>
    createBadgeFile(
      sources,
      { kind: "approved", registrationId: registration.registrationId, serial: 1 },
      conference,
      registration as never,
      { until, omitsBadge },
    );
  expect((await make(Number.POSITIVE_INFINITY, false))?.filename).toBe("badge.pdf");
  await expect(make(0, false)).rejects.toThrow("too-busy");
  expect(await make(Number.POSITIVE_INFINITY, true)).toBeUndefined();
});
