import { beforeEach, describe, expect, test } from "vitest";
import { noAnnotations } from "#shared/annotations/annotations.rules.ts";
import type { Caller } from "#shared/auth/caller.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem } from "#shared/dynamodb/table.ts";
import { loadQuestions, toQuestionsItem } from "#shared/questions/questions.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { listTableColumns, toTableRow } from "../../functions/export-worker/export-table.ts";
import { toExportedPerson } from "../../functions/export-worker/select-people.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();

const toOptions = (...values: readonly string[]) => values.map((value) => ({ value, label: { en: value } }));
const diet = { key: "diet", type: "choice", label: { en: "Diet" }, sensitive: true, options: toOptions("s1", "s2") };
const when = { question: "diet", in: ["s2"] };
const detail = { key: "detail", type: "yes-no", label: { en: "Detail" }, when };
const next = { key: "next", type: "text", label: { en: "Next" }, when: { question: "detail", in: [true] } };
const terms = { key: "terms", type: "acknowledgement", label: { en: "Terms" }, when };
const meal = { key: "meal", type: "choice", label: { en: "Meal" }, options: toOptions("fish", "rice") };
const asked = [diet, { key: "part", type: "section", label: { en: "Part" }, when }, detail, next, terms, meal];

let conferenceId = "";
beforeEach(async () => {
  conferenceId = `follow-ups-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
});

/** The parts of answers that these tests look at. */
interface Body {
  readonly items: readonly {
    readonly key: string;
    readonly sensitive?: boolean;
    readonly fields?: readonly string[];
  }[];
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly answers: Readonly<Record<string, unknown>>;
  readonly sensitiveAnswers: readonly string[];
  readonly changeRequest: { readonly changes: readonly object[] };
}

async function call(
  operation: "putQuestions" | "getRegistration" | "getHistory" | "countAnswersByOption" | "openSensitiveAnswers",
  id: string,
  body: object = {},
  caller: Caller = otherSecretariat,
) {
  const { status, body: answer } = await place.handlers.call(operation, id, body, { caller });
  return { status, body: answer as unknown as Body };
}

const save = (...items: readonly object[]) => call("putQuestions", conferenceId, { items });

async function submit(name: string, answers: object = {}) {
  const form = buildFormBody({ answers }, { email: `${name}.${conferenceId}@example.org` });
  const { status, body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  expect([status, body.code]).toEqual([201, undefined]);
  return String(body.registrationId);
}

const toOwner = (registrationId: string): Caller => ({
  kind: "delegate",
  conferenceId,
  registrationIds: [registrationId],
  addressDigest: "none",
  delegationIds: [],
});

const amend = async (id: string, answers: object) => {
  const body = { answers };
  expect((await place.handlers.call("amendRegistration", id, body, { caller: toOwner(id), version: "*" })).status).toBe(
    200,
  );
};

const reviewer = { ...otherSecretariat, groups: ["reviewer"] } as const;
const told = { diet: "s2", detail: true, next: "TELLTALE", terms: true };

describe("what follows from a sensitive answer, directly or through another question", () => {
  let [one, other] = ["", ""];
  beforeEach(async () => {
    expect((await save(...asked)).status).toBe(200);
    [one, other] = [await submit("one", told), await submit("other", { diet: "s1" })];
  });

  test("is a sensitive question, also an acknowledgement, and is saved again as it is", async () => {
    const conference = await loadConference(place.started.table, conferenceId);
    const { items } = await loadQuestions(place.started.table, conference);
    expect(items.filter(({ sensitive }) => sensitive).map(({ key }) => key)).toEqual([
      "diet",
      "detail",
      "next",
      "terms",
    ]);
    expect((await save(...items)).status).toBe(200);
  });

  test("is no change of a form that was saved before what follows became sensitive", async () => {
    const { table } = place.started;
    const set = await loadQuestions(table, await loadConference(table, conferenceId));
    const items = set.items.map((each) => {
      const { sensitive: _, ...open } = each;
      return each.key === "diet" ? each : open;
    });
    await putItem(table, toQuestionsItem(conferenceId, { ...set, items }));
    expect((await save(...asked.slice(0, -1), { ...meal, label: { en: "Dinner" } })).status).toBe(200);
    expect((await save(...asked.slice(0, -1), { ...meal, sensitive: true })).status).toBe(409);
  });

  test("is in no view, count or export of staff without a reason, not even that it was answered", async () => {
    for (const caller of [otherSecretariat, reviewer]) {
      const [first, second] = [
        await call("getRegistration", one, {}, caller),
        await call("getRegistration", other, {}, caller),
      ];
      expect(first.body).toMatchObject({ answers: {}, sensitiveAnswers: ["diet"] });
      expect(Object.keys(first.body)).toEqual(Object.keys(second.body));
      expect(JSON.stringify(first.body)).not.toMatch(/detail|next|terms|TELLTALE/);
    }
    expect((await call("countAnswersByOption", conferenceId)).body.items.map(({ key }) => key)).toEqual(["meal"]);
    const { table } = place.started;
    const conference = await loadConference(table, conferenceId);
    const { items } = await loadQuestions(table, conference);
    const people = [await loadRegistration(table, one), await loadRegistration(table, other)];
    const columns = listTableColumns({ what: "answers" }, { present: items, retired: [] }, false);
    expect(columns.flatMap(({ question }) => question?.key ?? [])).toEqual(["meal"]);
    const options = { wording: undefined, withSensitive: false, hasOthers: true };
    const rows = people.map((registration) => {
      const record = { registration, annotations: noAnnotations, presence: undefined, counterparts: new Map() };
      return toTableRow(toExportedPerson(record, { conference, requestedBy: otherSecretariat }), columns, options);
    });
    expect(rows.map(({ cells, others }) => [cells.at(-1), others])).toEqual([
      [null, {}],
      [null, {}],
    ]);
  });

  test("is opened by staff with a reason, and read by the person", async () => {
    expect((await call("openSensitiveAnswers", one, { reason: "catering" })).body.answers).toEqual(told);
    expect((await call("getRegistration", one, {}, toOwner(one))).body.answers).toEqual(told);
  });

  test("is named by the sensitive question in histories and requests for changes", async () => {
    await amend(one, { next: "other" });
    await place.handlers.decide(one, "approve");
    await amend(one, { detail: false });
    const { body } = await call("getHistory", one);
    expect(body.items.map(({ fields }) => fields)).toContainEqual(["answers.diet"]);
    const { changeRequest } = (await call("getRegistration", one)).body;
    expect(changeRequest.changes).toEqual([{ path: "answers.diet" }]);
    expect(JSON.stringify([body.items, changeRequest])).not.toMatch(/detail|next|TELLTALE/);
  });
});

describe("the refusal of new questions", () => {
  const refuse = (path: string, key = "diet") => [
    409,
    "question-in-use",
    `${path} “${key}” may have answers that you may not learn about. Its type, options and visibility therefore stay as they are. Remove it, and add another question.`,
  ];
  const change = async (...items: readonly object[]) => {
    const { status, body } = await save(...items);
    return [status, body.code, ...(body.errors ?? []).map(({ path, message }) => `${path} ${message}`)];
  };
  const without = (question: typeof diet | typeof meal, gone: string) => ({
    ...question,
    options: question.options.filter(({ value }) => value !== gone),
  });

  test("is the same for a sensitive question whether or not anyone has answered it, and names no option", async () => {
    await save(diet, detail);
    expect((await change(without(diet, "s1"), { ...detail, when: { ...when } }))[0]).toBe(200);
    await save(diet, detail);
    await submit("one");
    for (const answers of [undefined, { diet: "s2", detail: true }]) {
      if (answers) await submit("two", answers);
      for (const option of ["s1", "s2"])
        expect(
          await change(
            { ...diet, options: toOptions(option) },
            { ...detail, when: { question: "diet", in: [option] } },
          ),
        ).toEqual(refuse("items.0.options"));
      expect(await change({ ...diet, sensitive: false }, detail)).toEqual([
        ...refuse("items.0.sensitive"),
        ...refuse("items.1.sensitive", "detail").slice(2),
      ]);
    }
  });

  test("is the same whatever a protected person has answered, but to a reader", async () => {
    await save(meal);
    const hidden = await submit("hidden", { meal: "fish" });
    const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
    expect((await place.handlers.call("protectRegistration", hidden, protection)).status).toBe(200);
    for (const option of ["fish", "rice"])
      expect(await change(without(meal, option))).toEqual(refuse("items.0.options", "meal"));
    const asReader = (gone: string) => call("putQuestions", conferenceId, { items: [without(meal, gone)] }, reader);
    expect((await asReader("fish")).body.errors).toMatchObject([{ message: "The answer “fish” to “meal” is in use." }]);
    expect((await asReader("rice")).status).toBe(200);
  });
});
