import { expect, test } from "vitest";
import { newAddress, toOptions } from "../support/builders.ts";
import { createSession } from "./authorization/tokens.ts";
import { asReviewer, searchPeople, toRegistrationIds, waitForSearchResult } from "./support/people.ts";
import {
  type ApiResponse,
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const text = (key: string, more: object = {}) => ({ key, type: "text", label: { en: key }, ...more });

const visa = { key: "visa", type: "yes-no", label: { en: "Visa?", fr: "Visa ?" }, required: true };
const embassy = text("embassy", { when: { question: "visa", in: [true] }, required: true });
const meal = { key: "meal", type: "choice", label: { en: "Meal" }, options: toOptions("fish", "rice"), editable: true };
const illness = text("illness", { sensitive: true });
const table = { key: "table", type: "number", label: { en: "Table" }, staffOnly: true };
const flight = text("flight", { askedAt: "approved" });
const rules = {
  key: "rules",
  type: "acknowledgement",
  label: { en: "I accept the rules", fr: "J’accepte les règles" },
};

const putQuestions = (conferenceId: string, ...items: readonly object[]) =>
  callSystem(`/v1/conferences/${conferenceId}/questions`, asSecretariat({ method: "PUT", body: { items } }));

async function createAskingConference(...items: readonly object[]): Promise<string> {
  const conferenceId = await createConference(20);
  const { status, body } = await putQuestions(conferenceId, ...items);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return conferenceId;
}

/** A person who has answered, with a session of their own. */
async function registerAnswering(conferenceId: string, answers: object) {
  const email = newAddress();
  const { status, body } = await postRegistration(conferenceId, { answers }, { email });
  if (status !== 201) throw new Error(JSON.stringify(body));
  const { registrationId } = body;
  return { registrationId, token: await createSession(conferenceId, email, [registrationId]) };
}

type WithAnswers = ApiResponse["body"] & {
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly sensitiveAnswers?: readonly string[];
  readonly acknowledgements?: Readonly<Record<string, object>>;
  readonly changeRequest?: { readonly changes: readonly object[] };
};

const read = async (registrationId: string, as: object = asSecretariat()) =>
  (await callSuccessfully(`/v1/registrations/${registrationId}`, { method: "GET", ...as })) as WithAnswers;

async function patch(registrationId: string, body: object, as: object = asSecretariat()) {
  const { version } = await read(registrationId);
  const headers = { "if-match": `${version}` };
  const answer = await callSystem(`/v1/registrations/${registrationId}`, { method: "PATCH", ...as, body, headers });
  return answer as ApiResponse & { readonly body: WithAnswers };
}

const listErrors = ({ status, body }: ApiResponse) => [
  status,
  body.code,
  ...(body.errors ?? []).map(({ path }) => path),
];

const readHistory = async (registrationId: string, as: object) =>
  JSON.stringify((await callSystem(`/v1/registrations/${registrationId}/history`, as)).body);

test("a form in French: the questions that the answers raise are required, others refused, in the language of the form", async () => {
  const conferenceId = await createAskingConference(visa, embassy, meal, table, flight, rules);
  const headers = { "accept-language": "fr" };
  const submit = (answers: object) => postRegistration(conferenceId, { answers }, { email: newAddress() }, headers);
  const open = await submit({});
  expect(listErrors(open)).toEqual([422, "invalid-request", "answers.visa", "answers.rules"]);
  expect(open.body.errors[0]?.message).toBe("Veuillez remplir ce champ.");
  const wrong = await submit({ visa: true, meal: "meat", table: 4, flight: "LX 18", rules: true, other: 1 });
  expect(listErrors(wrong).slice(2).toSorted()).toEqual(
    ["embassy", "flight", "meal", "other", "table"].map((key) => `answers.${key}`),
  );
  expect(listErrors(await submit({ visa: false, embassy: "Bern", rules: true }))).toEqual([
    422,
    "invalid-request",
    "answers.embassy",
  ]);
  const done = await submit({ visa: true, embassy: "Bern", meal: "rice", rules: true });
  expect(done.status).toBe(201);
  const { answers, acknowledgements } = await read(done.body.registrationId);
  expect(answers).toEqual({ visa: true, embassy: "Bern", meal: "rice", rules: true });
  expect(acknowledgements).toEqual({ rules: { version: 1, language: "fr", at: expect.stringMatching(/^20/) } });
});

test("a conference without questions refuses answers, and one with optional questions needs none", async () => {
  const conferenceId = await createConference(5);
  const refused = await postRegistration(conferenceId, { answers: { meal: "rice" } }, { email: newAddress() });
  expect(listErrors(refused)).toEqual([422, "invalid-request", "answers.meal"]);
  await putQuestions(conferenceId, meal);
  expect((await postRegistration(conferenceId, {}, { email: newAddress() })).status).toBe(201);
});

test("an address that is registered already is answered as a new one, with right and with wrong answers", async () => {
  const conferenceId = await createAskingConference(visa);
  const email = newAddress();
  const submit = (answers: object) => postRegistration(conferenceId, { answers }, { email });
  expect((await submit({ visa: true })).status).toBe(201);
  const again = await submit({ visa: false });
  expect([again.status, Object.keys(again.body).toSorted()]).toEqual([
    201,
    ["accreditation", "registrationId", "seat", "version"],
  ]);
  expect(listErrors(await submit({ visa: "no" }))).toEqual([422, "invalid-request", "answers.visa"]);
});

test("sensitive answers are in no list, history or response to staff, who open them with a reason", async () => {
  const conferenceId = await createAskingConference(meal, illness, table);
  const { registrationId, token } = await registerAnswering(conferenceId, { meal: "fish", illness: "asthma" });
  await patch(registrationId, { answers: { illness: "severe asthma" } }, { token });
  await patch(registrationId, { answers: { table: 7 } });
  expect((await read(registrationId, { token })).answers).toEqual({ meal: "fish", illness: "severe asthma" });
  expect(await read(registrationId)).toMatchObject({
    answers: { meal: "fish", table: 7 },
    sensitiveAnswers: ["illness"],
  });
  const list = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
  expect(JSON.stringify(list.body)).not.toMatch(/asthma|fish|answers/i);
  const [ofStaff, ofPerson] = [
    await readHistory(registrationId, asReviewer()),
    await readHistory(registrationId, { token }),
  ];
  expect(ofStaff).toContain('"answers.illness"');
  expect(ofStaff).toContain('"staffAnswers.table"');
  expect(ofPerson).not.toContain("table");
  expect(ofStaff + ofPerson).not.toContain("asthma");
  const path = `/v1/registrations/${registrationId}/answer-access`;
  expect((await callSystem(path, asReviewer({ body: {} }))).status).toBe(422);
  const opened = await callSuccessfully(path, asReviewer({ body: { reason: "medical service" } }));
  expect(opened).toEqual({ answers: { illness: "severe asthma" } });
  expect((await callSystem(path, { token, body: { reason: "mine" } })).status).toBe(403);
  const own = (await callSuccessfully(`/v1/registrations/${registrationId}/data`, { token })) as unknown as object;
  expect(own).toMatchObject({
    registration: { answers: { meal: "fish", illness: "severe asthma" } },
    internal: { staffAnswers: { table: 7 } },
    nameOpenings: [{ by: "staff", reason: "medical service", what: "answers" }],
  });
  // An export of the data by staff has the answers, too.
  await callSuccessfully(`/v1/registrations/${registrationId}/data`, asSecretariat());
  const log = await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat());
  expect(log.items).toMatchObject([
    { reason: "medical service", what: "answers" },
    { reason: "own-data", what: "answers" },
  ]);
});

test("after the approval, editable answers change at once, and others become a request to the secretariat", async () => {
  const conferenceId = await createAskingConference(visa, embassy, meal, illness, flight, table);
  const { registrationId, token } = await registerAnswering(conferenceId, {
    visa: false,
    meal: "fish",
    illness: "flu",
  });
  await postDecision(registrationId, "approve");
  const changed = await patch(
    registrationId,
    { answers: { visa: true, embassy: "Bern", meal: "rice", flight: "LX 18", illness: "none" } },
    { token },
  );
  expect(changed.status).toBe(200);
  expect(await read(registrationId, { token })).toMatchObject({
    answers: { visa: false, meal: "rice", flight: "LX 18", illness: "flu" },
    changeRequest: {
      changes: expect.arrayContaining([
        { path: "answers.visa", before: false, after: true },
        { path: "answers.embassy", after: "Bern" },
        { path: "answers.illness" },
      ]),
    },
  });
  const opened = await callSuccessfully(
    `/v1/registrations/${registrationId}/answer-access`,
    asReviewer({ body: { reason: "the request" } }),
  );
  expect(opened).toEqual({ answers: { illness: "flu" }, requested: { illness: "none" } });
  const own = await callSuccessfully(`/v1/registrations/${registrationId}/data`, { token });
  expect(own).toMatchObject({
    internal: { requestedAnswers: { visa: true, embassy: "Bern", illness: "none" } },
  });
  const { version } = await read(registrationId);
  await callSuccessfully(
    `/v1/registrations/${registrationId}/change-request-decisions`,
    asSecretariat({ body: { decision: "accept" }, headers: { "if-match": `${version}` } }),
  );
  expect((await read(registrationId, { token })).answers).toEqual({
    visa: true,
    embassy: "Bern",
    meal: "rice",
    flight: "LX 18",
    illness: "none",
  });
  expect(listErrors(await patch(registrationId, { answers: { table: 3 } }, { token }))).toContain("answers.table");
});

test("a changed answer takes those away that depended on it, and an officer's mark covers what depends on the answer", async () => {
  const conferenceId = await createAskingConference(visa, embassy, meal);
  const { registrationId, token } = await registerAnswering(conferenceId, {
    visa: true,
    embassy: "Bern",
    meal: "fish",
  });
  await postDecision(registrationId, "return", { reason: "check", fields: ["answers.visa"] });
  expect(listErrors(await patch(registrationId, { answers: { meal: "rice" } }, { token }))).toContain("answers.meal");
  expect((await patch(registrationId, { answers: { visa: false } }, { token })).status).toBe(200);
  expect(await read(registrationId)).toMatchObject({
    accreditation: "pending",
    answers: { visa: false, meal: "fish" },
  });
  expect((await read(registrationId)).answers).not.toHaveProperty("embassy");
  expect(listErrors(await patch(registrationId, { answers: { visa: null } }, { token }))).toContain("answers.visa");
  expect((await patch(registrationId, { answers: { meal: null } }, { token })).body.answers).toEqual({ visa: false });
});

test("an acknowledgement is the person's: a focal point nominates without it, and the nominee accepts it", async () => {
  const conferenceId = await createAskingConference(meal, rules);
  const email = newAddress();
  const body = { name: { en: "Union" }, category: "ngo", focalPoints: [newAddress()] };
  const { delegationId } = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body }),
  );
  const nominate = (answers: object) =>
    callSystem(
      `/v1/delegations/${delegationId}/nominations`,
      asSecretariat({ body: { items: [{ person: { givenName: "A", nationality: "SEN", email }, answers }] } }),
    );
  expect(listErrors(await nominate({ meal: "fish", rules: true }))).toContain("answers.rules");
  const made = await nominate({ meal: "fish" });
  const registrationId = made.body.items[0]?.registrationId ?? "";
  expect((await patch(registrationId, { answers: { rules: true } })).status).toBe(422);
  const token = await createSession(conferenceId, email, [registrationId]);
  expect((await patch(registrationId, { answers: { rules: true } }, { token })).status).toBe(200);
  expect((await read(registrationId)).acknowledgements).toMatchObject({ rules: { version: 1, language: "en" } });
  expect((await patch(registrationId, { answers: { rules: null } }, { token })).status).toBe(422);
});

test("a form that was opened before the questions changed is accepted as it was shown, or told that they changed", async () => {
  const conferenceId = await createAskingConference(meal);
  await putQuestions(conferenceId, meal, visa, rules);
  const submit = (answers: object, questionsVersion?: number) =>
    postRegistration(conferenceId, { answers, ...(questionsVersion && { questionsVersion }) }, { email: newAddress() });
  expect((await submit({ meal: "fish" }, 1)).status).toBe(201);
  expect(listErrors(await submit({ meal: "fish" }, 2))).toEqual([
    422,
    "invalid-request",
    "answers.visa",
    "answers.rules",
  ]);
  expect(listErrors(await submit({ meal: "fish" }))[1]).toBe("invalid-request");
  await putQuestions(conferenceId, { ...meal, options: toOptions("fish", "beans") });
  const outdated = await submit({ meal: "rice" }, 1);
  expect(listErrors(outdated)).toEqual([422, "form-changed", "answers.meal"]);
  expect((await submit({ meal: "fish" }, 2)).status).toBe(201);
});

test("a question with answers keeps its type and its options in use; a removed one keeps answers and definition", async () => {
  const conferenceId = await createAskingConference(meal, illness);
  const { registrationId } = await registerAnswering(conferenceId, { meal: "fish" });
  const change = async (...items: readonly object[]) => {
    const { status, body } = await putQuestions(conferenceId, ...items);
    return [status, body.code, ...(body.errors ?? []).map(({ path, message }) => `${path} ${message}`)];
  };
  await expect
    .poll(() => change({ ...meal, options: toOptions("rice") }, illness))
    .toEqual([409, "question-in-use", "items.0.options The answer “fish” to “meal” is in use."]);
  expect(await change(text("meal"))).toContain("items.0.type “meal” has answers.");
  expect((await change({ ...meal, options: toOptions("fish") }, illness))[0]).toBe(200);
  expect(await change()).toEqual([200, undefined]);
  expect((await read(registrationId)).answers).toEqual({ meal: "fish" });
  const path = `/v1/conferences/${conferenceId}/questions`;
  const { retired } = (await callSuccessfully(path, asReviewer({ method: "GET" }))) as unknown as { retired: object[] };
  expect(retired).toMatchObject([
    { key: "illness", sensitive: true },
    { key: "meal", type: "choice" },
  ]);
  expect(await change(text("meal"))).toContain("items.0.type “meal” has answers.");
});

test("refuses answers of more than 32 KB at the longest one", async () => {
  const long = (key: string) => text(key, { type: "long-text", maxLength: 5_000 });
  const keys = Array.from({ length: 9 }, (_, index) => `essay${index}`);
  const conferenceId = await createAskingConference(...keys.map(long));
  const answers = Object.fromEntries(
    keys.map((key, index) => [key, "x".repeat(key === "essay4" ? 5_000 : 3_900 - index)]),
  );
  expect(listErrors(await postRegistration(conferenceId, { answers }, { email: newAddress() }))).toEqual([
    422,
    "invalid-request",
    "answers.essay4",
  ]);
});

test("the secretariat finds a person by a text that is not sensitive; the entry desk finds no one by answers", async () => {
  const conferenceId = await createAskingConference(text("talk"), illness, text("seatNote", { staffOnly: true }));
  const { registrationId, token } = await registerAnswering(conferenceId, { talk: "Aquaponics", illness: "asthma" });
  const other = await registerAnswering(conferenceId, { talk: "Bicycles" });
  await patch(registrationId, { answers: { seatNote: "Zephyr" } });
  await waitForSearchResult(conferenceId, "aquapon", [registrationId]);
  await waitForSearchResult(conferenceId, "bicycles", [other.registrationId]);
  expect(toRegistrationIds(await searchPeople(conferenceId, "aquaponics", asDesk))).toEqual([]);
  await patch(registrationId, { answers: { talk: "Cities" } }, { token });
  await waitForSearchResult(conferenceId, "cities", [registrationId]);
  await waitForSearchResult(conferenceId, "aquaponics", []);
  // The index has a version of the registration that came after these answers.
  for (const word of ["asthma", "zephyr"])
    expect(toRegistrationIds(await searchPeople(conferenceId, word))).toEqual([]);
});
