import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeForSearch } from "#shared/text/compare-text.ts";
import { type RegisterPage, RegisterRows } from "../../web/console/register/data/register-rows.ts";
import type { ColumnSpec } from "../../web/console/register/engine/column-index.ts";
import type { Cell } from "../../web/console/register/engine/numbered-page.ts";
import { RegisterEngine, type RegisterQuery } from "../../web/console/register/engine/register-engine.ts";
import { formatRangeValue, parseRangeValue } from "../../web/console/register/engine/time-range.ts";

import { repetitions } from "../support/full-run.ts";

const columns = ["registrationId", "name", "organization", "category", "tags", "submittedAt", "score"];
const titles: Readonly<Record<string, string>> = { ngo: "Zivilgesellschaft", state: "Ägypten & Staaten" };
const timeZone = "Pacific/Auckland";
const specs: readonly ColumnSpec[] = [
  { key: "registrationId", order: "value" },
  { key: "name", order: "text", isSearched: true },
  { key: "organization", order: "text", isSearched: true },
  { key: "category", order: "text", texts: titles, isSearched: true },
  { key: "tags", order: "text", separator: "\n" },
  { key: "submittedAt", order: "value", dayIn: timeZone },
  { key: "score", order: "value" },
];

type NaiveRow = Readonly<Record<string, Cell>>;

const toText = (cell: Cell | undefined) => (cell === null || cell === undefined ? "" : String(cell));
const formatDay = (time: string) =>
  new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone }).format(new Date(time));

/** A time of the feed as a reader would write it. */
const toTime = (value: Cell): Cell => (typeof value === "number" ? new Date(value).toISOString() : value);

/** The values of a cell, as a reader would say them. */
function listNaiveValues(row: NaiveRow, key: string): readonly string[] {
  const text = toText(row[key]);
  if (key === "tags") return [...new Set(text.split("\n"))];
  return [key === "submittedAt" && text !== "" ? formatDay(text) : text];
}

const showText = (row: NaiveRow, key: string) => {
  const text = toText(row[key]);
  return key === "category" ? (titles[text] ?? text) : text;
};

function compareCells(a: NaiveRow, b: NaiveRow, key: string, isDescending: boolean): number {
  const [one, other] = [toText(a[key]), toText(b[key])];
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  const direction = isDescending ? -1 : 1;
  if (key === "score") return direction * (Number(one) - Number(other));
  if (key === "submittedAt" || key === "registrationId") return direction * (one < other ? -1 : Number(one > other));
  return direction * new Intl.Collator("de").compare(showText(a, key), showText(b, key));
}

/** Whether a time is in a range of a filter, as a reader would say it: midnight in UTC is a day without a time. */
function isInNaiveRange(time: string, value: string): boolean {
  const [from = "", to] = value.split("/");
  if (time === "" || to === undefined) return false;
  const isWholeDay = to === "" && time.endsWith("T00:00:00.000Z") && time.slice(0, 10) === from.slice(0, 10);
  return isWholeDay || (Date.parse(time) >= Date.parse(from) && (to === "" || Date.parse(time) < Date.parse(to)));
}

/** The same as the engine, said as plainly as possible. @param rows in the order of their slots */
function runNaively(rows: readonly NaiveRow[], { text, filters, sort, group, counted }: RegisterQuery) {
  const words = normalizeForSearch(text).split(/\s+/u).filter(Boolean);
  const isSearched = (row: NaiveRow) =>
    words.every((word) =>
      ["name", "organization", "category"].some((key) =>
        normalizeForSearch(`${showText(row, key)} ${toText(row[key])}`).includes(word),
      ),
    );
  const passes = (row: NaiveRow, key: string) => {
    const wanted = filters[key] ?? [];
    const isInRange = (value: string) => key === "submittedAt" && isInNaiveRange(toText(row[key]), value);
    return (
      wanted.length === 0 || listNaiveValues(row, key).some((value) => wanted.includes(value)) || wanted.some(isInRange)
    );
  };
  const found = rows.filter((row) => isSearched(row));
  const order = found
    .filter((row) => columns.every((key) => passes(row, key)))
    .toSorted(
      (a, b) =>
        (group === undefined ? 0 : compareCells(a, b, group, false)) ||
        compareCells(a, b, sort.column, sort.isDescending) ||
        compareCells(a, b, "name", false),
    );
  const counts = Object.fromEntries(
    counted.map((key) => {
      const left = found.filter((row) => columns.every((each) => each === key || passes(row, each)));
      const sums = new Map<string, number>();
      for (const row of left)
        for (const value of listNaiveValues(row, key)) sums.set(value, (sums.get(value) ?? 0) + 1);
      for (const range of key === "submittedAt" ? (filters[key] ?? []).filter((value) => value.includes("/")) : [])
        sums.set(range, left.filter((row) => isInNaiveRange(toText(row[key]), range)).length);
      return [key, [...sums].toSorted()];
    }),
  );
  return { ids: order.map((row) => row["registrationId"]), counts, order };
}

const names = ["Émile Zola", "emile zola", "Zoë", "Zoe\u0308", "Ålesund", "Aß", "李明", "محمد", "Ivan", "ivan", ""];
const organizations = ["Université", "universite", "UNITAR", "", "Ministère des affaires étrangères"];
const times = ["2026-11-30T10:59:59.000Z", "2026-11-30T11:00:00.000Z", "2026-03-01T00:00:00.000Z"];
const ranges = ["2026-11-30T11:00:00.000Z/", "2026-03-01T12:00:00.000Z/", "2026-03-01T00:00:00Z/2026-11-30T11:00:00Z"];
const cell = <Value extends Cell>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: null });

const row = fc.tuple(
  fc.constantFrom(..."abcdefghijkl"),
  fc.constantFrom(...names),
  cell(organizations),
  cell(["ngo", "state", "media"]),
  cell(["a", "b", "a\nb", "b\nc"]),
  cell(times.map((time) => Date.parse(time))),
  fc.option(fc.integer({ min: -3, max: 12 }), { nil: null }),
);
const page: fc.Arbitrary<RegisterPage> = fc.record({
  columns: fc.constant(columns),
  rows: fc.uniqueArray(row, { selector: ([id]) => id, maxLength: 12 }),
  removed: fc.subarray([..."abcdefghijkl"], { maxLength: 3 }),
});
const query: fc.Arbitrary<RegisterQuery> = fc.record({
  text: fc.constantFrom("", "", "zo", "EMILE zola", "uni", "ägypten", "agypten", "ngo", "明", "  ", "none at all"),
  filters: fc.record(
    {
      organization: fc.subarray([...organizations]),
      category: fc.subarray(["ngo", "state", "media", ""]),
      tags: fc.subarray(["a", "c", ""]),
      submittedAt: fc.subarray(["2026-11-30", "2026-12-01", "2026-03-01", "", ...ranges]),
    },
    { requiredKeys: [] },
  ),
  sort: fc.record({ column: fc.constantFrom(...columns), isDescending: fc.boolean() }),
  group: fc.option(fc.constantFrom("category", "organization", "tags"), { nil: undefined }),
  counted: fc.subarray(["organization", "category", "tags", "submittedAt", "score"]),
});

/** An engine and the rows that it follows, beside plain rows with the same changes. */
function createSubject() {
  const engine = new RegisterEngine(specs, "de");
  const followed = new RegisterRows(columns);
  followed.listen((each) => engine.apply(each));
  const rows = new Map<string, NaiveRow>();
  const apply = (changes: RegisterPage) => {
    followed.apply(changes);
    for (const cells of changes.rows) {
      const pairs = columns.map((key, index): [string, Cell] => [key, cells[index] ?? null]);
      rows.set(
        toText(cells[0]),
        Object.fromEntries(pairs.map(([key, value]) => [key, key === "submittedAt" ? toTime(value) : value])),
      );
    }
    for (const id of changes.removed) rows.delete(id);
  };
  const getSlot = (each: NaiveRow) => followed.findSlot(toText(each["registrationId"])) ?? 0;
  const getId = (slot: number) => followed.getText(followed.find(slot) ?? [], "registrationId");
  return {
    engine,
    followed,
    getId,
    apply,
    listRows: () => [...rows.values()].toSorted((a, b) => getSlot(a) - getSlot(b)),
  };
}

function expectEqualAnswers(
  { engine, followed, getId, listRows }: ReturnType<typeof createSubject>,
  asked: RegisterQuery,
): void {
  const rows = listRows();
  const expected = runNaively(rows, asked);
  const { order, total, counts, groups } = engine.run(asked);
  expect(Array.from(order, getId)).toEqual(expected.ids);
  expect([total, followed.size]).toEqual([rows.length, rows.length]);
  const { filters, counted } = asked;
  if (asked.text === "") expect(engine.count([{ filters, counted }])).toEqual([{ found: order.length, counts }]);
  const sorted = Object.entries(counts).map(([key, values]) => [key, values.toSorted()]);
  expect(Object.fromEntries(sorted)).toEqual(expected.counts);
  const { group } = asked;
  const shown = (value: string) => (group === "category" ? (titles[value] ?? value) : value);
  const expectedGroups = group === undefined ? [] : [...new Set(expected.order.map((each) => showText(each, group)))];
  expect(groups.map(([value]) => shown(value))).toEqual(expectedGroups);
  expect(groups.reduce((sum, [, count]) => sum + count, 0)).toBe(group === undefined ? 0 : order.length);
}

test("sorts, filters, searches, groups and counts rows like a plain implementation, after any pages of changes", () => {
  const history = fc.array(fc.record({ page, query, isPrepared: fc.boolean() }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(history, (steps) => {
      const subject = createSubject();
      for (const step of steps) {
        subject.apply(step.page);
        if (step.isPrepared) for (const _ of subject.engine.prepare());
        expectEqualAnswers(subject, step.query);
      }
      const late = new RegisterEngine(specs, "de");
      late.apply(subject.followed.listAll());
      if (steps[0]) expectEqualAnswers({ ...subject, engine: late }, steps[0].query);
    }),
    { numRuns: repetitions({ usual: 400, full: 4_000 }) },
  );
});

test("finds, orders and counts the matching rows among 30,000", () => {
  const engine = new RegisterEngine(specs, "en");
  const rows = Array.from({ length: 30_000 }, (_, index) => [
    `r${index}`,
    `Person ${(index * 7_919) % 30_000}`,
    `Organization ${index % 2_000}`,
    index % 2 === 0 ? "ngo" : "state",
    null,
    Date.UTC(2026, 10, 1) + index * 60_000,
    index,
  ]);
  engine.apply({ columns, rows, slots: rows.map((_, index) => index), removed: [29_999], hasMore: false });
  const { order, total, counts } = engine.run({
    text: "organization person",
    filters: { category: ["ngo"] },
    sort: { column: "submittedAt", isDescending: true },
    group: undefined,
    counted: ["category", "organization"],
  });
  expect(total).toBe(29_999);
  expect([...order]).toEqual(Array.from({ length: 15_000 }, (_, index) => 29_998 - 2 * index));
  expect(Object.fromEntries(counts["category"] ?? [])).toEqual({ ngo: 15_000, state: 14_999 });
  expect(counts["organization"]).toHaveLength(1_000);
});

test("finds the times from the beginning of a range on, and before its end", () => {
  const engine = new RegisterEngine([{ key: "scannedAt", order: "value", dayIn: timeZone }], "en");
  const at = ["2026-11-30T08:14:59.999Z", "2026-11-30T08:15:00.000Z", "2026-11-30T08:29:59.999Z", null];
  engine.apply({
    columns: ["scannedAt"],
    rows: at.map((each) => [each && Date.parse(each)]),
    slots: [0, 1, 2, 3],
    removed: [],
    hasMore: false,
  });
  const range = formatRangeValue({ from: "2026-11-30T08:15:00.000Z", to: "2026-11-30T08:30:00.000Z" });
  const [result] = engine.count([{ filters: { scannedAt: [range] }, counted: [] }]);
  expect(result?.found).toBe(2);
});

test.each(["", "/", "2026-11-30", "yesterday/", "2026-11-30T08:15:00Z/2026-11-30T09:00:00Z/", "/2026-11-30T08:15:00Z"])(
  "%j is no range",
  (value) => expect(parseRangeValue(value)).toBeUndefined(),
);

test("a change is shown before the feed tells of it, unless its row is gone", () => {
  const rows = new RegisterRows(["registrationId", "version", "seat"]);
  rows.apply({ columns: rows.columns, rows: [["r1", 1, "none"]], removed: [] });
  const pages: unknown[] = [];
  rows.listen((each) => pages.push(each));
  rows.patch("r1", { version: 2, seat: "held" });
  rows.patch("r2", { version: 2 });
  expect(pages).toEqual([
    { columns: rows.columns, rows: [["r1", 2, "held"]], slots: [0], removed: [], hasMore: false },
  ]);
});

test("a listener learns of the end of a load also if the last part has no row", () => {
  const rows = new RegisterRows(["registrationId"]);
  const ends: boolean[] = [];
  rows.listen(({ hasMore }) => ends.push(hasMore));
  const part = { columns: rows.columns, removed: [] };
  rows.apply({ ...part, rows: [["r1"]], more: true });
  rows.apply({ ...part, rows: [], more: false });
  rows.apply({ ...part, rows: [], more: false });
  expect(ends).toEqual([true, false]);
});
