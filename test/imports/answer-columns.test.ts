import { expect, test } from "vitest";
import type { SheetMapping } from "#shared/imports/import.rules.ts";
import { emptyMemory } from "#shared/imports/mapping-memory.rules.ts";
import type { Question } from "#shared/model/question.ts";
import { readCsvRows } from "../../functions/document-inspect/inspect/read-rows.ts";
import { readSheetPeople } from "../../functions/import-worker/sheet-people.ts";
import { aConference } from "../support/builders.ts";

const toOption = (value: string, en: string, fr: string) => ({ value, label: { en, fr } });
const questions: Question[] = [
  { key: "travel", type: "section", label: { en: "Journey" } },
  { key: "visa", type: "yes-no", label: { en: "Visa needed?", fr: "Visa requis ?", ru: "Нужна виза?" } },
  {
    key: "meals",
    type: "choices",
    label: { en: "Meals", ar: "الوجبات" },
    options: [toOption("fish", "Fish, grilled", "Poisson"), toOption("rice", "Rice", "Riz")],
  },
  { key: "hotel", type: "choice", label: { en: "Hotel" }, options: [toOption("lake", "By the lake", "Au lac")] },
  { key: "bags", type: "number", label: { en: "Bags" } },
  { key: "arrival", type: "date", label: { en: "Arrival" } },
  { key: "embassy", type: "country", label: { en: "Embassy" } },
  {
    key: "illness",
    type: "choice",
    label: { en: "Illness" },
    options: [toOption("flu", "Flu", "Grippe")],
    sensitive: true,
  },
  { key: "country-note", type: "text", label: { en: "Country" } },
  { key: "rules", type: "acknowledgement", label: { en: "Rules" } },
  { key: "cv", type: "file", label: { en: "CV" } },
];

const readSheet = async (text: string, mapping?: SheetMapping) =>
  readSheetPeople(await readCsvRows(new TextEncoder().encode(text)), {
    memory: emptyMemory,
    year: 2026,
    questions,
    request: { what: "registrations" },
    conference: aConference(),
    mapping,
    identify: ({ person }) => JSON.stringify(person),
  });

const head = "Name,E-mail,Category,Nationality";
const ba = "Ba,a@example.org,ngo,Senegal";

test("a column of answers has the key of its question, or its label in any language", async () => {
  const { people, isMapped } = await readSheet(
    `${head},visa requis ?,الوجبات,HOTEL,bags,Arrival,Embassy,illness\n${ba},oui,"Fish, grilled; riz",au lac,"2,5",25/10/2027,Suisse,Grippe\n`,
  );
  expect(isMapped).toBe(true);
  expect(people[0]?.body?.answers).toEqual({
    visa: true,
    meals: ["fish", "rice"],
    hotel: "lake",
    bags: 2.5,
    arrival: "2027-10-25",
    embassy: "CHE",
    illness: "flu",
  });
});

test("a heading that names a field means the field, and neither an acknowledgement nor a file has a column", async () => {
  const { summary } = await readSheet(`${head},Country,country-note,Rules,CV\n${ba},Kenya,by train,yes,cv.pdf\n`);
  expect(summary.headings.map(({ path }) => path).slice(4)).toEqual([
    "country",
    "answers.country-note",
    undefined,
    undefined,
  ]);
});

test("an unknown option is listed to be mapped, but not that of a sensitive question", async () => {
  const text = `${head},hotel,illness\n${ba},In the city,cold\n`;
  const { summary } = await readSheet(text);
  expect(summary.unmatchedValues).toEqual([{ path: "answers.hotel", value: "In the city", rows: 1 }]);
  const { people } = await readSheet(text, { columns: {}, values: { "answers.hotel": { "In the city": "lake" } } });
  expect(people[0]?.body?.answers).toMatchObject({ hotel: "lake" });
});

test("a number that may be in thousands or a decimal is listed to be mapped, and never guessed", async () => {
  const text = `${head},bags\n${ba},"1,500"\n`;
  const { summary, people } = await readSheet(text);
  expect(summary.unmatchedValues).toEqual([{ path: "answers.bags", value: "1,500", rows: 1 }]);
  expect(people[0]?.errors).toMatchObject([{ row: 2, column: "bags", rule: "ambiguousNumber" }]);
  const mapped = await readSheet(text, { columns: {}, values: { "answers.bags": { "1,500": "1500" } } });
  expect(mapped.people[0]?.body?.answers).toEqual({ bags: 1500 });
});

test("a cell that begins like a formula is an error of its column", async () => {
  const { people } = await readSheet(`${head},country-note\n${ba},=1+1\n`);
  expect(people[0]?.errors).toMatchObject([{ row: 2, column: "country-note", rule: "formula" }]);
});
