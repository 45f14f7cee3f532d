import { beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { routes } from "#shared/http/routes.ts";
import { createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { amendRegistration } from "../../functions/registration/amend-registration.ts";
import { otherSecretariat, useHandlers } from "../support/protection.ts";

const place = useHandlers();

const ask = (key: string, more: object) => ({ key, type: "yes-no", label: { en: key }, ...more });
const after = (key: string) => ({ type: "text", when: { question: key, in: [true] } });
const questions = [
  ask("ill", { sensitive: true }),
  ask("cause", after("ill")),
  ask("doctor", { ...after("ill"), categories: ["academia"] }),
  ask("care", { sensitive: true, editable: true }),
  ask("carer", after("care")),
  ask("meal", { type: "text" }),
];

let conferenceId = "";
let delegationId = "";
let focalPoint: Caller = otherSecretariat;
beforeEach(async () => {
  conferenceId = `guesses-${createId()}`;
  const settings = { capacity: 50, arrivalsPerSecond: 1, academia: 20 };
  await createConference(openTable(place.started.endpoint, 4), conferenceId, settings);
  expect((await place.handlers.call("putQuestions", conferenceId, { items: questions })).status).toBe(200);
  const draft = { name: { en: "Union" }, category: "academia", focalPoints: ["fp@example.org"], quota: 20 };
  delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const base = { kind: "delegate", conferenceId, registrationIds: [], addressDigest: "none" } as const;
  focalPoint = { ...base, delegationIds: [delegationId] };
});

const callers = { "focal point": () => focalPoint, officer: () => otherSecretariat };
type Guesser = keyof typeof callers;
const guessers = Object.keys(callers) as Guesser[];

const toOwner = (registrationId: string): Caller => ({
  kind: "delegate",
  conferenceId,
  registrationIds: [registrationId],
  addressDigest: "none",
  delegationIds: [],
});

type State = "pending" | "returned" | "approved";
const states: readonly State[] = ["pending", "returned", "approved"];

/** A member of the delegation who has given these answers, in this state. */
async function createMember(answers: object, state: State = "pending"): Promise<string> {
  const email = `${createId()}@example.org`;
  const person = { givenName: "Amina", familyName: "Diallo", email, nationality: "SEN" };
  const asked = { items: [{ person, answers }] };
  const { body } = await place.handlers.call("nominateMembers", delegationId, asked, { caller: focalPoint });
  const registrationId = String(body.items?.[0]?.registrationId);
  const fields = ["answers", "person.passportNumber", "category"];
  const decision = state === "returned" ? { decision: "return", reason: "check", fields } : { decision: "approve" };
  if (state !== "pending")
    expect((await place.handlers.call("decideRegistration", registrationId, decision)).status).toBe(200);
  return registrationId;
}

interface Seen {
  readonly changeRequest?: { readonly changes: readonly object[] } | null;
  readonly corrections?: readonly object[];
  readonly code?: string;
  readonly errors?: readonly object[];
  readonly items: readonly {
    readonly action: string;
    readonly fields: readonly string[];
    readonly changes?: readonly object[];
    readonly mails?: readonly { readonly kind: string }[];
  }[];
}

const toSeen = ({ status, body }: { readonly status: number; readonly body: unknown }) => {
  const { changeRequest, corrections, code, errors } = body as Seen;
  return { status, changes: changeRequest?.changes, corrections, code, errors };
};

async function readHistory(registrationId: string, caller: Caller) {
  const { body } = await place.handlers.call("getHistory", registrationId, "", { caller });
  return (body as unknown as Seen).items.map(({ action, fields, changes, mails }) => ({
    action,
    fields,
    changes,
    mails: mails?.map(({ kind }) => kind),
  }));
}

/** All that the guesser and staff see after these requests. */
async function look(registrationId: string, caller: Caller, ...bodies: readonly object[]) {
  const answers = [];
  for (const body of bodies)
    answers.push(
      toSeen(await place.handlers.call("amendRegistration", registrationId, body, { caller, version: "*" })),
    );
  const views = [];
  for (const viewer of [focalPoint, otherSecretariat])
    views.push(toSeen(await place.handlers.call("getRegistration", registrationId, "", { caller: viewer })), [
      ...(await readHistory(registrationId, viewer)),
    ]);
  return { answers, views, latest: (await readHistory(registrationId, otherSecretariat))[0] };
}

/** What is seen of members with these answers, which must be the same. */
async function compare(
  given: readonly object[],
  state: State,
  see: (registrationId: string) => ReturnType<typeof look>,
): ReturnType<typeof look> {
  const [first, ...others] = await Promise.all(given.map(async (each) => see(await createMember(each, state))));
  if (!first) throw new Error("no member");
  for (const other of others) expect(other).toEqual(first);
  expect(first.answers.map(({ status }) => status)).toEqual(first.answers.map(() => 200));
  return first;
}

const cases = guessers.flatMap((who) => states.map((state) => ({ who, state })));

describe.each(cases)("a $who cannot read of a $state registration", ({ who, state }) => {
  const requests = who === "focal point" && state === "approved";

  test("a sensitive answer by giving it", async () => {
    for (const more of who === "officer" ? [{}, { notify: false }] : [{}]) {
      const seen = await compare([{ ill: true }, { ill: false }], state, (id) =>
        look(id, callers[who](), { answers: { ill: true }, ...more }),
      );
      const told = requests ? seen.answers[0]?.changes : seen.latest?.changes;
      expect(told).toEqual([{ path: "answers.ill" }]);
      expect(seen.latest?.fields).toEqual(requests ? [] : ["answers.ill"]);
      expect(seen.latest?.mails?.includes("corrected")).toBe(who === "officer" && !("notify" in more));
    }
  });

  test("whether there was an answer, by taking it away", async () => {
    const open = (id: string) => look(id, callers[who](), { answers: { cause: null } });
    await compare([{ ill: true, cause: "CAUSE" }, { ill: true }, { ill: false }], state, open);
    const careless = (id: string) => look(id, callers[who](), { answers: { care: null } });
    await compare([{ care: true }, {}], state, careless);
  });

  test("what follows from a sensitive answer, by another one", async () => {
    for (const key of ["ill", "care"]) {
      const follow = key === "ill" ? { cause: "CAUSE" } : { carer: "CARER" };
      const seen = await compare([{ [key]: true, ...follow }, { [key]: true }, { [key]: false }], state, (id) =>
        look(id, callers[who](), { answers: { [key]: false } }),
      );
      expect(JSON.stringify(seen)).not.toMatch(/cause|carer|doctor/i);
    }
  });

  test("what follows from a sensitive answer, by another category", async () => {
    const change = { category: "ngo", answers: {} };
    const seen = await compare([{ ill: true, doctor: "DOCTOR" }, { ill: true }, { ill: false }], state, (id) =>
      look(id, callers[who](), change),
    );
    expect(JSON.stringify(seen)).not.toMatch(/doctor/i);
  });

  test("a passport number", async () => {
    const digest = createPassportDigester(async (text) => Buffer.from(text), place.started.table);
    const store = toCommandStore(place.started.table);
    const { access } = routes.amendRegistration;
    const give = async (id: string, caller: Caller, passportNumber: string | null) => {
      const now = new Date().toISOString();
      const body = { person: { passportNumber } };
      const request = { params: { registrationId: id }, body, caller, access, now, deadline: Date.now() + 60_000 };
      await amendRegistration(store, digest)({ ...request, language: "en" } as never);
    };
    for (const guess of ["P1", null]) {
      const seen = [];
      for (const own of ["P1", "P2", undefined]) {
        const id = await createMember({});
        if (own !== undefined) await give(id, toOwner(id), own);
        else
          await place.handlers.call("amendRegistration", id, { language: "en" }, { caller: toOwner(id), version: "*" });
        const decision = { returned: { decision: "return", reason: "check" }, approved: { decision: "approve" } };
        if (state !== "pending") await place.handlers.call("decideRegistration", id, decision[state]);
        await give(id, callers[who](), guess);
        const { views, latest } = await look(id, callers[who]());
        // The owner's own change stands below.
        seen.push(
          latest,
          views.map((view) => (Array.isArray(view) ? view.slice(0, -2) : view)),
        );
      }
      expect(seen.slice(2, 4)).toEqual(seen.slice(0, 2));
      expect(seen.slice(4)).toEqual(seen.slice(0, 2));
      expect(JSON.stringify(seen.slice(0, 2))).toContain("person.passportNumber");
    }
  });
});

test("a focal point who takes a wrong guess back leaves the request and its end in the history", async () => {
  const seen = await compare([{ ill: true }, { ill: false }], "approved", (id) =>
    look(id, focalPoint, { answers: { ill: true } }, { changeRequest: null }),
  );
  expect(seen.views[3]).toMatchObject([{ action: "take-back-change" }, { action: "request-change" }, {}, {}]);
});

test("the decision on a guess tells no one whether it was right", async () => {
  for (const decision of [{ decision: "accept" }, { decision: "decline", reason: "no" }])
    for (const answers of [{ ill: true }, { ill: false }, { cause: null }]) {
      const given = [{ ill: true, cause: "CAUSE" }, { ill: true }, { ill: false }];
      const seen = await compare(given, "approved", async (id) => {
        await look(id, focalPoint, { answers });
        const decided = await place.handlers.call("decideChangeRequest", id, decision, { version: "*" });
        expect(decided.status).toBe(200);
        return look(id, focalPoint);
      });
      expect(seen.latest).toMatchObject(
        decision.decision === "accept"
          ? { action: "accept-change", fields: ["answers.ill"], mails: ["corrected"] }
          : { action: "decline-change", mails: ["change-declined"] },
      );
    }
});

test("an officer cannot read what a person asks for, or had before, by a correction before the decision", async () => {
  const outcomes = [];
  for (const [own, asked] of [
    ["SAME", "other"],
    ["other", "SAME"],
    ["other", "another"],
  ]) {
    const id = await createMember({ ill: true, cause: own }, "approved");
    await look(id, toOwner(id), { answers: { cause: asked } });
    const seen = await look(id, otherSecretariat, { answers: { ill: true, cause: "SAME" } });
    const decided = toSeen(
      await place.handlers.call("decideChangeRequest", id, { decision: "accept" }, { version: "*" }),
    );
    outcomes.push({ seen, decided });
  }
  expect(outcomes[0]?.decided).toMatchObject({ status: 412, code: "changed-meanwhile" });
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
});

test("an officer cannot read whether there was an answer to a question that was removed", async () => {
  const ids = [await createMember({ ill: true, cause: "CAUSE" }), await createMember({ ill: false })];
  expect((await place.handlers.call("putQuestions", conferenceId, { items: questions.slice(3) })).status).toBe(200);
  const [one, other] = await Promise.all(ids.map((id) => look(id, otherSecretariat, { answers: { cause: null } })));
  expect(one?.latest?.fields).toEqual(["answers.cause"]);
  expect(one).toEqual(other);
});

test("the owner's own answer counts as changed only if it is another one", async () => {
  const id = await createMember({ ill: true, care: true }, "approved");
  const { answers, latest } = await look(id, toOwner(id), { answers: { ill: true, care: true } });
  expect([answers[0]?.changes, latest?.action, latest?.fields]).toEqual([undefined, "amend", []]);
});

test("a visible answer that stays as it is takes nothing away, and is no change", async () => {
  const id = await createMember({ ill: true, cause: "CAUSE", meal: "rice" }, "approved");
  const { latest } = await look(id, focalPoint, { answers: { meal: "rice" } });
  expect([latest?.action, latest?.fields]).toEqual(["amend", []]);
  expect((await loadRegistration(place.started.table, id)).answers).toHaveProperty("cause.value", "CAUSE");
});
