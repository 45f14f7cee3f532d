import { beforeEach, describe, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Question } from "#shared/model/question.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { saveQuestions } from "../support/saved-questions.ts";

const place = useHandlers();

const faith: Question = {
  key: "faith",
  type: "choice",
  sensitive: true,
  label: { en: "Faith" },
  options: [
    { value: "a", label: { en: "A" } },
    { value: "b", label: { en: "B" } },
  ],
};
const required = (more: Partial<Question> = {}): Question => ({
  key: "room",
  type: "text",
  label: { en: "Room" },
  required: true,
  ...more,
});
const followUp = required({ when: { question: "faith", in: ["b"] } });

let conferenceId = "";
beforeEach(async () => {
  conferenceId = `unanswered-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
});

const ask = (...items: readonly Question[]) => saveQuestions(place.started.table, conferenceId, ...items);

const submit = async (name: string, more: Record<string, unknown> = {}) => {
  const form = buildFormBody(more, { email: `${name}.${conferenceId}@example.org` });
  const { status, body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  expect(status).toBe(201);
  return String(body.registrationId);
};

async function list(caller: typeof reader | typeof otherSecretariat = otherSecretariat) {
  const options = { caller, query: { unanswered: "yes" } };
  const { body } = await place.handlers.call("listRegistrations", conferenceId, "", options);
  return body.items?.map(({ registrationId }) => registrationId);
}

describe("the filter of unanswered questions", () => {
  test("tells no sensitive answer by a question that follows from it, directly or through another one", async () => {
    const link: Question = {
      key: "link",
      type: "yes-no",
      label: { en: "Link" },
      when: { question: "faith", in: ["b"] },
    };
    const next = required({ when: { question: "link", in: [true] } });
    await ask(faith, link);
    for (const answer of ["a", "b"]) await submit(answer, { answers: { faith: answer } });
    await submit("linked", { answers: { faith: "b", link: true } });
    for (const items of [
      [faith, link, next],
      [faith, { ...link, required: true }, next],
      [faith, followUp],
      [{ ...faith, sensitive: false }, followUp],
    ]) {
      await ask(...items);
      expect(await list()).toEqual([]);
    }
    await ask(faith, required());
    expect(await list()).toHaveLength(3);
  });

  test("finds people by a question that follows from an answer that all staff see", async () => {
    const meal = { ...faith, sensitive: false };
    await ask(meal);
    const [, b] = [await submit("a", { answers: { faith: "a" } }), await submit("b", { answers: { faith: "b" } })];
    await ask(meal, followUp);
    expect(await list()).toEqual([b]);
  });

  test("leaves protected people out, whose role and answers decide what they are asked", async () => {
    const hidden = await submit("hidden");
    const open = await submit("open");
    const alias = { nameOnBadge: "Speaker Seven" };
    const protection = { alias, readers: [reader.email], reason: "at risk" };
    expect((await place.handlers.call("protectRegistration", hidden, protection)).status).toBe(200);
    await ask(required({ roles: ["delegate"] }));
    for (const caller of [reader, otherSecretariat]) expect(await list(caller)).toEqual([open]);
    expect(
      (await place.handlers.call("listRegistrations", conferenceId, "", { caller: otherSecretariat })).body.items,
    ).toHaveLength(2);
  });
});
