import { describe, expect, test } from "vitest";
import { languages } from "#shared/model/conference.ts";
import { renderListDocx } from "../../functions/participants/formats/docx.ts";
import { createPrintedList, toListTable } from "../../functions/participants/formats/printed-list.ts";
import { renderListXlsx } from "../../functions/participants/formats/xlsx.ts";
import { renderListCsv } from "../../functions/participants/list-export.ts";
import { aSnapshot, listed } from "./people.ts";

const draft = { status: "draft", version: 2 } as const;
const snapshot = aSnapshot(60);
const lines = (text: string) => text.replace("\uFEFF", "").trimEnd().split("\r\n");

describe("the front page", () => {
  test("says which conference, how far the list is, of when, where corrections go, and by what it is ordered", () => {
    expect(createPrintedList(listed, snapshot, "en", draft)).toMatchObject({
      conference: "Conference on Migrants and Cities",
      place: "Centre International de Conférences, Geneva, Switzerland",
      days: expect.stringMatching(/^26\s?–\s?27 October 2027$/),
      status: "Provisional list · Version 2",
      asOf: "Data as of 1 March 2027 at 13:00 CET",
      corrections: "Please send corrections to participants@example.org.",
      order: { heading: "Order of the list" },
    });
    const { contact: _contact, ...bare } = listed;
    const final = createPrintedList({ ...bare, venue: { ...listed.venue, country: "HKG" } }, snapshot, "fr", {
      status: "final",
    });
    expect(final).toMatchObject({
      place: "Centre International de Conférences, Geneva, Chine, région administrative spéciale de Hong Kong",
      status: "Liste définitive",
      corrections: "Prière d’envoyer toute correction au secrétariat de la conférence.",
    });
  });

  test.each(languages)("in %s says everything in that language", (language) => {
    const { statistics, order } = createPrintedList(listed, snapshot, language, draft);
    expect(statistics.columns).toHaveLength(5);
    expect(order.sentences).toHaveLength(5);
    const [, ...counts] = statistics.total;
    for (const [index, count] of counts.entries())
      expect(statistics.lines.reduce((sum, line) => sum + Number(line[index + 1]), 0)).toBe(count);
  });
});

test("an organization that its heading names already isn't printed again", () => {
  const [first] = createPrintedList(listed, snapshot, "en", draft).sections[1]?.groups ?? [];
  expect(first?.heading).toBeDefined();
  expect(first?.persons.map(({ organization }) => organization)).toEqual(first?.persons.map(() => undefined));
});

describe("CSV", () => {
  test("has a line for each person, and no cell that would be calculated", () => {
    const list = createPrintedList(listed, snapshot, "en", draft);
    const written = lines(new TextDecoder("utf-8", { ignoreBOM: true }).decode(renderListCsv(list)));
    expect(written).toHaveLength(1 + Number(list.statistics.total[2]));
    const cells = written.flatMap((line) => line.split('","').map((cell) => cell.replace(/^"/, "")));
    expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'")).length).toBeGreaterThan(5);
  });

  test.each(["=1", "+1", "-1", "@A1", " =1", "＝1"])("%j is text", (functionTitle) => {
    const entries = snapshot.entries.slice(0, 1).map((entry) => ({ ...entry, functionTitle }));
    const csv = new TextDecoder().decode(
      renderListCsv(createPrintedList(listed, { ...snapshot, entries }, "en", draft)),
    );
    expect(csv).toContain(`"'${functionTitle}"`);
  });

  test("quotes stay inside of their cell", () => {
    const entries = snapshot.entries.slice(0, 1).map((entry) => ({ ...entry, functionTitle: 'a","=1+1' }));
    const csv = new TextDecoder().decode(
      renderListCsv(createPrintedList(listed, { ...snapshot, entries }, "en", draft)),
    );
    expect(csv).toContain('"a"",""=1+1"');
  });
});

test.each(languages)("a thousand people in %s are a document and a workbook", async (language) => {
  const list = createPrintedList(listed, aSnapshot(1_000), language, draft);
  const [docx, xlsx] = [await renderListDocx(list), await renderListXlsx(list)];
  expect(toListTable(list).length).toBe(1 + Number(list.statistics.total[2]));
  for (const file of [docx, xlsx]) {
    expect(Buffer.from(file.subarray(0, 2)).toString()).toBe("PK");
    expect(file.length).toBeLessThan(2_000_000);
  }
});
