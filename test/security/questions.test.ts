import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { amendOrRequest } from "#shared/accreditation/change-request.rules.ts";
import { putItem } from "#shared/dynamodb/table.ts";
import { readGivenAnswers } from "#shared/http/given-answers.ts";
import type { Actor } from "#shared/model/actor.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { AnswerValue, AnswerValues, Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createNextVersion } from "#shared/questions/question-changes.rules.ts";
import { toQuestionsItem } from "#shared/questions/questions.repository.ts";
import { readChangedAnswers } from "../../functions/registration/changed-answers.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const question = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  type: "text",
  label: { en: key },
  ...more,
});
const raisedBy = (key: string): Partial<Question> => ({ when: { question: key, in: [true] } });
const hotel = question("hotel", { type: "yes-no", editable: true });
const hotelNote = question("hotel-note", { staffOnly: true, ...raisedBy("hotel") });

let count = 0;

/** A conference whose questions were saved in these versions, a minute apart, until noon. */
async function createAsking(...versions: readonly (readonly Question[])[]) {
  count += 1;
  const conference = { ...aConference({}, `asking-${count}`), questionsVersion: versions.length };
  let set: QuestionSet = { version: 0, savedAt: "", items: [], superseded: [] };
  for (const [index, items] of versions.entries()) {
    set = createNextVersion(set, items, new Date(Date.parse(noon) - 60_000 * (versions.length - index)).toISOString());
    await putItem(started.table, toQuestionsItem(conference.conferenceId, set));
  }
  return conference;
}

type Asking = Awaited<ReturnType<typeof createAsking>>;

const pools = buildPools(aConference());
const owner = { kind: "delegate", id: "r" } as const satisfies Actor;
const focalPoint = { kind: "focal-point", id: "f" } as const satisfies Actor;

const decide = (conference: Asking, before: Registration, decision: "approve" | "return", fields: string[] = []) =>
  getChangedRegistration(
    decideAccreditation(
      conference,
      pools,
      before,
      decision === "approve" ? { decision } : { decision, reason: "check", fields },
      { actor: secretariatActor, at: noon },
    ),
  );

/** What the person's form stores. */
const submit = (conference: Asking, answers: AnswerValues, questionsVersion?: number) =>
  readGivenAnswers(
    started.table,
    conference,
    { answers, questionsVersion },
    { category: "ngo", role: "delegate", respondent: "person", now: noon, language: "en" },
  );

const readChanges = (
  conference: Asking,
  before: Registration,
  answers: Readonly<Record<string, AnswerValue | null>>,
  actor: Actor = owner,
  more: { readonly questionsVersion?: number; readonly category?: string } = {},
) => readChangedAnswers(started.table, conference, before, { answers, ...more }, { actor, at: noon, language: "en" });

async function amend(
  conference: Asking,
  before: Registration,
  answers: Readonly<Record<string, AnswerValue | null>>,
  actor: Actor = owner,
) {
  const amendment = await readChanges(conference, before, answers, actor);
  return getChangedRegistration(amendOrRequest(conference, pools, before, amendment, { actor, at: noon }));
}

const listErrors = async (answered: Promise<unknown>) => {
  const error = await answered.catch((caught: unknown) => caught);
  if (!(error instanceof DomainError)) return "accepted";
  return [error.code, ...error.fieldErrors.map(({ path, rule }) => `${path} ${rule}`)];
};

describe("an answer of staff to a question that the person's answer raised", () => {
  const staffAnswers = { "hotel-note": { value: "TOPSECRET" } };
  const answered = (conference: Asking): Registration => ({
    ...buildRegistration(conference),
    answers: { hotel: { value: true } },
    staffAnswers,
  });

  test.each([owner, focalPoint])("stays in no request when %o changes the answer after the approval", async (actor) => {
    const conference = await createAsking([question("hotel", { type: "yes-no" }), hotelNote]);
    const changed = await amend(
      conference,
      decide(conference, answered(conference), "approve"),
      { hotel: false },
      actor,
    );
    expect(changed.changeRequest?.changes).toEqual([{ path: "answers.hotel", before: true, after: false }]);
    expect(changed.staffAnswers).toEqual(staffAnswers);
    expect(JSON.stringify(changed.changeRequest)).not.toContain("TOPSECRET");
  });

  test("stays after the person changes an editable answer, before and after the approval", async () => {
    const conference = await createAsking([hotel, hotelNote]);
    for (const before of [answered(conference), decide(conference, answered(conference), "approve")]) {
      const changed = await amend(conference, before, { hotel: false });
      expect(changed).toMatchObject({ answers: { hotel: { value: false } }, staffAnswers });
      expect(changed).not.toHaveProperty("changeRequest");
    }
  });

  test("stays when the person corrects the marked answer of a returned registration", async () => {
    const conference = await createAsking([hotel, hotelNote]);
    const before = decide(conference, answered(conference), "return", ["answers.hotel"]);
    expect(await amend(conference, before, { hotel: false })).toMatchObject({ staffAnswers });
  });

  test("is taken away by a change of staff", async () => {
    const conference = await createAsking([hotel, hotelNote]);
    const changes = await readChanges(conference, answered(conference), { hotel: false }, secretariatActor);
    expect(changes.staffAnswers).toEqual({ "hotel-note": null });
  });

  test("is refused in an amendment by the person, before and after the approval", async () => {
    const conference = await createAsking([hotel, hotelNote]);
    const pending = answered(conference);
    for (const before of [pending, decide(conference, pending, "approve")])
      expect(() =>
        amendOrRequest(conference, pools, before, { staffAnswers: { "hotel-note": null } }, { actor: owner, at: noon }),
      ).toThrow("a change of staff answers by others");
  });
});

describe("a form that was opened before the questions changed", () => {
  test("writes no answer of staff, after its question became one of theirs", async () => {
    const conference = await createAsking(
      [question("clearance"), question("meal")],
      [question("clearance", { staffOnly: true }), question("meal")],
    );
    const refused = ["form-changed", "answers.clearance unknownField"];
    expect(await listErrors(submit(conference, { clearance: "CLEARED", meal: "rice" }, 1))).toEqual(refused);
    const before: Registration = {
      ...buildRegistration(conference),
      staffAnswers: { clearance: { value: "REFUSED" } },
    };
    expect(
      await listErrors(readChanges(conference, before, { clearance: "CLEARED" }, owner, { questionsVersion: 1 })),
    ).toEqual(refused);
    expect(
      await listErrors(readChanges(conference, before, { clearance: "X" }, secretariatActor, { questionsVersion: 1 })),
    ).toBe("accepted");
    expect((await submit(conference, { meal: "rice" }, 1)).answers).toEqual({ meal: { value: "rice" } });
  });

  test("writes none either once this question was removed", async () => {
    const conference = await createAsking([question("clearance")], [question("clearance", { staffOnly: true })], []);
    expect(await listErrors(submit(conference, { clearance: "CLEARED" }, 1))).toEqual([
      "form-changed",
      "answers.clearance unknownField",
    ]);
  });

  test("has the end of a question that was brought forward, or removed after it", async () => {
    const flight = (until: string) => question("flight", { askedAt: "approved", until });
    const open = flight("2027-04-01T00:00:00.000Z");
    const closed = flight("2027-02-01T00:00:00.000Z");
    for (const versions of [
      [[open], [closed]],
      [[open], [closed], []],
      [[question("flight")], [closed]],
    ]) {
      const conference = await createAsking(...versions);
      const before = decide(conference, buildRegistration(conference), "approve");
      const [code] = await listErrors(
        readChanges(conference, before, { flight: "LX" }, owner, { questionsVersion: 1 }),
      );
      expect(code).toBe("form-changed");
    }
    const extended = await createAsking([closed], [open]);
    const before = decide(extended, buildRegistration(extended), "approve");
    expect(await listErrors(readChanges(extended, before, { flight: "LX" }, owner, { questionsVersion: 1 }))).toBe(
      "accepted",
    );
  });

  test("brings no answer to a key that means another question now, or did at last", async () => {
    const plain = question("extra", { type: "number" });
    const other = question("extra", { type: "yes-no", categories: ["media"] });
    for (const versions of [
      [[plain], [], [other]],
      [[plain], [other], []],
    ]) {
      const conference = await createAsking(...versions);
      expect((await listErrors(submit(conference, { extra: 3 }, 1)))[0]).toBe("form-changed");
    }
    const removed = await createAsking([plain], []);
    expect((await submit(removed, { extra: 3 }, 1)).answers).toEqual({ extra: { value: 3 } });
  });

  test("stores as sensitive what was sensitive at any time since it was opened", async () => {
    const plain = question("illness");
    const sensitive = question("illness", { sensitive: true });
    for (const versions of [
      [[plain], [sensitive], []],
      [[plain], [sensitive], [plain]],
      [[plain], [sensitive], [], [plain]],
      [[sensitive], [plain]],
      [[sensitive], []],
    ]) {
      const conference = await createAsking(...versions);
      expect((await submit(conference, { illness: "asthma" }, 1)).answers).toEqual({
        illness: { value: "asthma", sensitive: true },
      });
    }
    const mended = await createAsking([sensitive], [plain]);
    expect((await submit(mended, { illness: "none" }, 2)).answers).toEqual({ illness: { value: "none" } });
  });
});

test("a question of staff is refused as one that does not exist, given or taken away", async () => {
  const conference = await createAsking([hotel, question("table", { type: "number", staffOnly: true })]);
  const before = buildRegistration(conference);
  const compare = async (ask: (key: string) => Promise<unknown>) => {
    const [ofStaff, unknown] = [await listErrors(ask("table")), await listErrors(ask("other"))];
    expect(JSON.stringify(ofStaff).replaceAll("table", "other")).toBe(JSON.stringify(unknown));
    expect(ofStaff).toHaveLength(2);
  };
  for (const value of [4, "wrong"]) {
    await compare((key) => submit(conference, { [key]: value }));
    await compare((key) => readChanges(conference, before, { [key]: value }, focalPoint));
  }
  await compare((key) => readChanges(conference, before, { [key]: null }));
});

describe("a focal point, who may not read a sensitive answer, and staff who have not opened it", () => {
  const disabled = question("disabled", { type: "yes-no", sensitive: true });
  const aid = question("aid", { required: true, ...raisedBy("disabled") });
  const dog = question("dog", { type: "yes-no", ...raisedBy("disabled") });
  const dogName = question("dog-name", raisedBy("dog"));
  const size = question("size", { type: "number" });
  const badge = question("badge", { required: true, categories: ["academia"], ...raisedBy("disabled") });
  const items = [disabled, aid, dog, dogName, size, badge];
  const withAnswer = (conference: Asking, value: boolean | undefined, sensitive = true): Registration => ({
    ...buildRegistration(conference),
    ...(value !== undefined && { answers: { disabled: { value, ...(sensitive && { sensitive }) } } }),
  });

  test.each([
    { actor: focalPoint, rule: "onlySecretariat" },
    { actor: secretariatActor, rule: "onlyWithCondition" },
  ])("$actor.kind: the same errors at all that follows from it, whatever it is", async ({ actor, rule }) => {
    const conference = await createAsking(items);
    const asks = [
      { aid: "abc" },
      { size: "big", aid: "abc", dog: true },
      { "dog-name": "Rex" },
      { dog: true, "dog-name": "Rex" },
      { size: 3 },
    ] as const;
    for (const answers of asks) {
      const outcomes = [];
      for (const value of [true, false, undefined])
        outcomes.push(await listErrors(readChanges(conference, withAnswer(conference, value), answers, actor)));
      expect(new Set(outcomes.map((each) => JSON.stringify(each))), JSON.stringify(answers)).toHaveLength(1);
    }
    const one = readChanges(conference, withAnswer(conference, true), { aid: "abc" }, actor);
    expect(await listErrors(one)).toEqual(["invalid-request", `answers.aid ${rule}`]);
  });

  test("gets no error for a question that a new category would ask because of it", async () => {
    const conference = await createAsking(items);
    for (const value of [true, false])
      expect(
        await listErrors(
          readChanges(conference, withAnswer(conference, value), {}, focalPoint, { category: "academia" }),
        ),
      ).toBe("accepted");
  });

  test("is told the same where it was sensitive once, and answers what follows from an answer of the same request", async () => {
    const mended = await createAsking(items, [{ ...disabled, sensitive: false }, aid]);
    for (const value of [true, false])
      expect(await listErrors(readChanges(mended, withAnswer(mended, value), { aid: "abc" }, focalPoint))).toEqual([
        "invalid-request",
        "answers.aid onlySecretariat",
      ]);
    const conference = await createAsking(items);
    const before = withAnswer(conference, false);
    const given = await readChanges(conference, before, { disabled: true, aid: "abc" }, focalPoint);
    expect(given.answers).toMatchObject({ aid: { value: "abc" } });
    const own = withAnswer(conference, true);
    expect(await readChanges(conference, own, { aid: "abc" })).toMatchObject({ answers: { aid: { value: "abc" } } });
    expect(await listErrors(readChanges(conference, before, { aid: "abc" }))).toEqual([
      "invalid-request",
      "answers.aid notAsked",
    ]);
  });
});
