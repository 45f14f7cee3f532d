import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { listUnsettledChanges, loadQueuedEmails } from "#shared/email/outbox.repository.ts";
import type { RegistrationEmail } from "#shared/model/change.ts";
import {
  createConference,
  createHandlers,
  type HandlerAnswer,
  type Handlers,
  openTable,
} from "../../bench/support/handlers.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { buildFormBody } from "../support/builders.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";

let started: CountedTable;
let handlers: Handlers;
let emails: TestEmailWriter;
beforeAll(async () => {
  started = await startCountedTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
  emails = await startEmailWriter(started.table);
});
afterAll(async () => {
  emails.stop();
  await started.stop();
});

let serial = 0;
let conferenceId = "";
let delegationId = "";
let otherDelegationId = "";
const sessionTimes = { startsAt: "2099-10-26T09:00:00.000Z", endsAt: "2099-10-26T10:00:00.000Z" };
const sessions = [
  { sessionId: "full", title: { en: "Full" }, ...sessionTimes, capacity: 1 },
  { sessionId: "open", title: { en: "Open" }, ...sessionTimes, capacity: 40 },
  { sessionId: "free", title: { en: "Free" }, ...sessionTimes },
];
const known = "known@example.org";
let knownId = "";

const asFocalPoint = (): { readonly caller: Caller } => ({
  caller: { kind: "delegate", conferenceId, registrationIds: [], addressDigest: "none", delegationIds: [delegationId] },
});
const read = async (id: string, options = {}) => (await handlers.call("getRegistration", id, "", options)).body;
const nominee = (email: string) => ({
  person: { givenName: "Amina", familyName: "Diallo", email, nationality: "SEN" },
});
const nominate = (email: string, options: object = asFocalPoint()) =>
  handlers.call("nominateMembers", delegationId, { items: [nominee(email)] }, options);
const getNominatedId = ({ body }: HandlerAnswer) => String(body.items?.[0]?.registrationId);

async function createDelegation(name: string, quota = 9): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: [`fp.${name}@example.org`], quota };
  return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

/** A conference with the registered person, and a delegation. */
async function openConference(capacity: number): Promise<void> {
  serial += 1;
  conferenceId = `nominations-${serial}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity, arrivalsPerSecond: 1, sessions });
  delegationId = await createDelegation("union");
  const form = JSON.stringify(buildFormBody({}, { email: known }));
  knownId = String((await handlers.submit(conferenceId, form)).body.registrationId);
}

beforeEach(async () => {
  await openConference(50);
  otherDelegationId = await createDelegation("mission");
  await handlers.call("nominateMembers", otherDelegationId, { items: [nominee("member@example.org")] });
  await nominate("first@example.org");
});

/** The answer without what differs between any two people. */
function hideDifferences({ status, body }: HandlerAnswer) {
  const text = JSON.stringify(body)
    .replaceAll(/"(delegation:)?[a-z2-7]{24,26}"/g, '"$1id"')
    .replaceAll(/"[^"]*@example.org"/g, '"address"')
    .replaceAll(/"20\d\d-[^"]*Z"/g, '"time"');
  return { status, body: JSON.parse(text) as HandlerAnswer["body"] };
}

/** The answer without what differs between any two people, and the calls of the database. */
async function trace(ask: () => Promise<HandlerAnswer>) {
  const { result, requests } = await started.countRequests(ask);
  return { ...hideDifferences(result), requests };
}

describe("a focal point who nominates a person of another delegation, or of none, learns nothing", () => {
  test.each(["known@example.org", "member@example.org", "KNOWN@example.org"])("%s", async (email) => {
    const unknown = await trace(() => nominate("unknown@example.org"));
    expect(unknown.status).toBe(201);
    // Of the same size, with a member of its own.
    delegationId = await createDelegation("league");
    await nominate("second@example.org");
    expect(await trace(() => nominate(email))).toEqual(unknown);
  });

  test("of the roster, the registration and its history, as of a new person's", async () => {
    const [unknown, clash] = [
      getNominatedId(await nominate("unknown@example.org")),
      getNominatedId(await nominate(known)),
    ];
    const roster = await handlers.call("getDelegation", delegationId, "", asFocalPoint());
    expect(roster.body.members?.map(({ registrationId, seat }) => [registrationId, seat]).slice(1)).toEqual([
      [unknown, "held"],
      [clash, "held"],
    ]);
    for (const operation of ["getRegistration", "getHistory"] as const) {
      const expected = await trace(() => handlers.call(operation, unknown, "", asFocalPoint()));
      expect(await trace(() => handlers.call(operation, clash, "", asFocalPoint()))).toEqual(expected);
    }
    for (const change of [{ needs: { diet: "none" } }, { functionTitle: "Dean" }, { category: "ngo" }]) {
      const amend = (id: string) => handlers.call("amendRegistration", id, change, { version: "*", ...asFocalPoint() });
      const expected = await trace(() => amend(unknown));
      expect(await trace(() => amend(clash))).toEqual(expected);
    }
    for (const operation of ["acceptOffer", "withdrawRegistration"] as const) {
      const expected = await trace(() => handlers.call(operation, unknown, {}, asFocalPoint()));
      const { status, body } = await trace(() => handlers.call(operation, clash, {}, asFocalPoint()));
      expect({ status, body }).toEqual({ status: expected.status, body: expected.body });
    }
  });

  test("by a substitution, which keeps the seat in the delegation", async () => {
    const substitute = (leaves: string, email: string) =>
      handlers.call("createSubstitution", delegationId, { leaves, ...nominee(email) }, asFocalPoint());
    const [one, two] = [
      getNominatedId(await nominate("one@example.org")),
      getNominatedId(await nominate("two@example.org")),
    ];
    const unknown = await trace(() => substitute(one, "unknown@example.org"));
    expect(unknown.status).toBe(201);
    expect(await trace(() => substitute(two, known))).toEqual(unknown);
  });

  test("by the repetition of a key, nor by a second nomination, which is of a member of the delegation", async () => {
    const options = { ...asFocalPoint(), idempotencyKey: "the-same" };
    const first = await nominate(known, options);
    expect(await nominate(known, options)).toEqual(first);
    expect((await nominate(known)).body.code).toBe("already-registered");
    expect((await nominate("first@example.org")).body.code).toBe("already-registered");
  });
});

describe("the whole conversation of a focal point about a registered person is that about an unknown one", () => {
  const nominateFor = (sessionIds: readonly string[], ...emails: readonly string[]) =>
    handlers.call(
      "nominateMembers",
      delegationId,
      { items: emails.map((email) => ({ ...nominee(email), sessions: sessionIds })) },
      asFocalPoint(),
    );
  const substitute = (leaves: string, email: string) =>
    handlers.call("createSubstitution", delegationId, { leaves, ...nominee(email) }, asFocalPoint());
  const amend = (id: string, body: object) =>
    handlers.call("amendRegistration", id, body, { version: "*", ...asFocalPoint() });

  type Ask = (ask: () => Promise<HandlerAnswer>) => Promise<HandlerAnswer>;
  type Conversation = (x: string, ask: Ask) => Promise<void>;

  /** Each answer of a conversation about one person, and the roster after it, in a delegation of its own. */
  async function converse(x: string, quota: number, speak: Conversation) {
    delegationId = await createDelegation("twin", quota);
    const answers: object[] = [];
    await speak(x, async (ask) => {
      const answer = await ask();
      const roster = await handlers.call("getDelegation", delegationId, "", asFocalPoint());
      answers.push(hideDifferences(answer), hideDifferences(roster).body.members ?? []);
      return answer;
    });
    return answers;
  }

  async function expectSameConversation(quota: number, speak: Conversation) {
    const unknown = await converse("unknown@example.org", quota, speak);
    expect(await converse(known, quota, speak)).toEqual(unknown);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  }

  test("with a quota that the person and a later nomination exceed, and the substitute of the person", async () => {
    await expectSameConversation(1, async (x, step) => {
      const first = await step(() => nominateFor([], x, `own-${x}`));
      expect(first.body.items?.map(({ seat }) => seat)).toEqual(["held", "waiting"]);
      const replaced = await step(() => substitute(getNominatedId(first), `new-${x}`));
      await step(() => nominateFor([], `late-${x}`));
      await step(() => handlers.call("withdrawRegistration", String(replaced.body.registrationId), {}, asFocalPoint()));
    });
  });

  test("with a withdrawal, which gives the seat to the first of the reserve", async () => {
    await expectSameConversation(1, async (x, step) => {
      const first = await step(() => nominateFor([], x, `one-${x}`, `two-${x}`));
      await step(() => handlers.call("withdrawRegistration", getNominatedId(first), {}, asFocalPoint()));
    });
  });

  test("with a withdrawal, which gives the seat to the person, the first of the reserve", async () => {
    await expectSameConversation(2, async (x, step) => {
      const first = await step(() => nominateFor([], `one-${x}`, `two-${x}`, x, `three-${x}`));
      const promoted = await step(() =>
        handlers.call("withdrawRegistration", getNominatedId(first), {}, asFocalPoint()),
      );
      expect(promoted.status).toBe(200);
      const id = String(first.body.items?.[2]?.registrationId);
      expect((await step(() => handlers.call("getRegistration", id, "", asFocalPoint()))).body.seat).toBe("held");
    });
  });

  test("as a substitute, who is replaced in turn", async () => {
    await expectSameConversation(1, async (x, step) => {
      const first = await step(() => nominateFor([], `one-${x}`, `two-${x}`));
      const replaced = await step(() => substitute(getNominatedId(first), x));
      const again = await step(() => substitute(String(replaced.body.registrationId), `three-${x}`));
      await step(() => handlers.call("withdrawRegistration", String(again.body.registrationId), {}, asFocalPoint()));
    });
  });

  test("with sessions, of which one is full, and are changed and handed to the substitute", async () => {
    const form = JSON.stringify({ ...buildFormBody({}, { email: "seated@example.org" }), sessions: ["full"] });
    expect((await handlers.submit(conferenceId, form)).status).toBe(201);
    await expectSameConversation(5, async (x, step) => {
      const first = await step(() => nominateFor(["full", "open"], x));
      expect(first.body.items?.[0]).toMatchObject({ seat: "held", waitingFor: ["session:full"] });
      const id = getNominatedId(first);
      const open = () => handlers.call("getRegistration", id, "", asFocalPoint());
      await step(open);
      for (const wanted of [["open"], ["full", "open", "free"], [], ["full", "open"]]) {
        expect((await step(() => amend(id, { sessions: wanted }))).status).toBe(200);
        await step(open);
      }
      await step(() => handlers.call("getHistory", id, "", asFocalPoint()));
      const replaced = await step(() => substitute(id, `new-${x}`));
      await step(() => handlers.call("getRegistration", String(replaced.body.registrationId), "", asFocalPoint()));
      await step(() => handlers.call("withdrawRegistration", String(replaced.body.registrationId), {}, asFocalPoint()));
      await step(open);
    });
  });

  test("in a venue that the nominations fill: the next ones wait", async () => {
    const seats: (string | undefined)[][] = [];
    for (const x of ["unknown@example.org", known]) {
      await openConference(4);
      const first = await nominateFor(["full"], `own-${x}`);
      const next = [await nominateFor(["full"], x), await nominateFor(["full"], `next-${x}`)];
      const replaced = await substitute(getNominatedId(first), `new-${x}`);
      const last = await nominateFor([], `last-${x}`);
      const answers = [first, ...next, last].flatMap(({ body }) => body.items ?? []);
      seats.push([...answers.map(({ seat }) => seat), replaced.body.seat]);
      expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
    }
    expect(seats[1]).toEqual(seats[0]);
    expect(seats[0]?.at(-2)).toBe("waiting");
  });

  test("in parallel: the quota is never exceeded", async () => {
    const held: (number | undefined)[] = [];
    const countHeldSeats = async () => {
      const { body } = await handlers.call("getDelegation", delegationId, "", asFocalPoint());
      return body.members?.filter(({ seat }) => seat === "held").length;
    };
    for (const x of ["unknown@example.org", known]) {
      delegationId = await createDelegation("race", 3);
      const others = Array.from({ length: 5 }, (_, index) => `${index}-${x}`);
      const first = await nominate(x);
      const rest = await Promise.all(others.map((email) => nominate(email)));
      held.push(await countHeldSeats());
      await Promise.all([
        substitute(getNominatedId(first), `new-${x}`),
        ...others.slice(0, 2).map((email) => nominate(`late-${email}`)),
        handlers.call("withdrawRegistration", getNominatedId(rest[0] as HandlerAnswer), {}, asFocalPoint()),
      ]);
      held.push(await countHeldSeats());
    }
    expect(held).toEqual([3, 3, 3, 3]);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });
});

describe("the owner of the address", () => {
  const listEmails = async (kind: string) => {
    const changes = await Array.fromAsync(listUnsettledChanges(started.table, "9999"));
    const queued = (await Promise.all(changes.map((id) => loadQueuedEmails(started.table, id)))).flat();
    return queued.filter((email) => email.conferenceId === conferenceId && email.intent.kind === kind);
  };

  test("receives the notice about a later submission after a nomination, and once in an hour", async () => {
    const submitAgain = () => handlers.submit(conferenceId, JSON.stringify(buildFormBody({}, { email: known })));
    await nominate(known);
    expect(await listEmails("already-registered")).toHaveLength(0);
    await submitAgain();
    expect(await listEmails("already-registered")).toHaveLength(1);
    delegationId = await createDelegation("league");
    await nominate(known);
    await submitAgain();
    expect(await listEmails("already-registered")).toHaveLength(1);
  });

  /** Writes the queued emails of a kind. @returns by registration where each goes, or why it does not */
  const writeEmails = async (kind: string) => {
    const written = (await listEmails(kind)).map(async (email) => {
      const { registrationId } = email.intent as RegistrationEmail;
      const answer = await emails.write(email);
      return [registrationId, "to" in answer ? answer.to : Object.keys(answer)[0]] as const;
    });
    return new Map(await Promise.all(written));
  };

  test("receives no email about a nomination that the secretariat has not accepted", async () => {
    const substitute = (leaves: string, email: string) =>
      handlers.call("createSubstitution", delegationId, { leaves, ...nominee(email) }, asFocalPoint());
    const [ordinary, clash] = [
      getNominatedId(await nominate("one@example.org")),
      getNominatedId(await nominate(known)),
    ];
    await substitute(ordinary, "two@example.org");
    await substitute(clash, "three@example.org");
    expect(await writeEmails("substituted")).toEqual(
      new Map([
        [ordinary, "one@example.org"],
        [clash, "isWithheld"],
      ]),
    );
  });

  test("receives no email when the secretariat corrects the address of such a nomination", async () => {
    const [ordinary, clash] = [
      getNominatedId(await nominate("one@example.org")),
      getNominatedId(await nominate(known)),
    ];
    for (const [index, id] of [ordinary, clash].entries()) {
      const { version } = await read(id, { asStaff: true });
      const body = { person: { email: `right.${index}@example.org` } };
      const { status } = await handlers.call("amendRegistration", id, body, {
        asStaff: true,
        version: Number(version),
      });
      expect(status).toBe(200);
    }
    expect(await writeEmails("address-changed")).toEqual(
      new Map([
        [ordinary, "one@example.org"],
        [clash, "isWithheld"],
      ]),
    );
  });
});

test("emails that a focal point can cause are limited for an address, and not those to the focal point", async () => {
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
  for (let round = 0; round < 7; round += 1) {
    for (const member of [{ ...person, email: "victim@example.org" }, person]) {
      const body = { items: [{ person: member }] };
      const id = getNominatedId(await handlers.call("nominateMembers", delegationId, body, asFocalPoint()));
      expect((await handlers.call("withdrawRegistration", id, {}, asFocalPoint())).status).toBe(200);
    }
  }
  const changes = await Array.fromAsync(listUnsettledChanges(started.table, "9999"));
  const queued = (await Promise.all(changes.map((id) => loadQueuedEmails(started.table, id)))).flat();
  const written: string[] = [];
  for (const email of queued.filter((each) => each.conferenceId === conferenceId)) {
    const answer = await emails.write(email);
    if ("to" in answer) written.push(`${answer.to} ${email.intent.kind}`);
  }
  const count = (text: string) => written.filter((each) => each === text).length;
  expect(["received", "withdrawn"].map((kind) => count(`victim@example.org ${kind}`))).toEqual([5, 5]);
  expect(["received", "withdrawn"].map((kind) => count(`fp.union@example.org ${kind}`))).toEqual([7, 7]);
});

describe("the secretariat", () => {
  test("learns that the person is registered, at once or in the nomination, which takes a seat of every pool", async () => {
    const before = await verifyCounters(started.table, conferenceId);
    const clash = getNominatedId(await nominate(known));
    expect(await read(clash)).toMatchObject({ seat: "held", clash: {} });
    expect((await read(clash, asFocalPoint())) as object).not.toHaveProperty("clash");
    const after = await verifyCounters(started.table, conferenceId);
    const count = ({ shards }: typeof before) => {
      const main = shards.filter(({ pool }) => !pool.startsWith("session:") && !pool.endsWith(otherDelegationId));
      return main.map(({ pool, taken }) => [pool, taken] as const);
    };
    expect(after.differences).toEqual([]);
    expect(count(after)).toEqual(count(before).map(([pool, taken]) => [pool, taken + 1]));
    expect((await nominate(known, {})).body.code).toBe("already-registered");
  });

  test("cannot approve it, and moves the person into the delegation by accepting it", async () => {
    const clash = getNominatedId(await nominate(known));
    expect((await handlers.decide(clash, "approve")).body.code).toBe("already-registered");
    const bulk = await handlers.call("decideRegistrations", conferenceId, {
      decision: "approve",
      registrationIds: [clash],
    });
    expect(bulk.body.items?.[0]?.problem?.code).toBe("already-registered");
    expect((await handlers.call("acceptNomination", clash, {})).status).toBe(200);
    expect(await read(knownId)).toMatchObject({ delegationId, seat: "held", accreditation: "pending" });
    expect(await read(clash)).toMatchObject({ accreditation: "withdrawn", seat: "none" });
    const roster = await handlers.call("getDelegation", delegationId, "", asFocalPoint());
    expect(roster.body.members?.map(({ registrationId }) => registrationId)).toContain(knownId);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
    expect((await handlers.call("acceptNomination", clash, {})).body.code).toBe("wrong-state");
    expect((await handlers.call("acceptNomination", knownId, {})).body.code).toBe("wrong-state");
  });

  test("declines it by a rejection, and the person stays as they are", async () => {
    const clash = getNominatedId(await nominate(known));
    const before = await read(knownId);
    expect((await handlers.decide(clash, "reject")).status).toBe(200);
    expect(await read(knownId)).toEqual(before);
    expect(await read(clash, asFocalPoint())).toMatchObject({ accreditation: "rejected", seat: "none" });
    expect((await handlers.decide(clash, "reopen")).body.code).toBe("already-registered");
  });

  test("makes it an ordinary nomination if the person has withdrawn meanwhile", async () => {
    const clash = getNominatedId(await nominate(known));
    await handlers.withdraw(knownId);
    expect((await handlers.call("acceptNomination", clash, {})).status).toBe(200);
    expect(await read(clash)).toMatchObject({ seat: "held", accreditation: "pending" });
    expect((await nominate(known, {})).body.code).toBe("already-registered");
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("moves the person's present registration if the one of the time of the nomination was withdrawn", async () => {
    const clash = getNominatedId(await nominate(known));
    await handlers.withdraw(knownId);
    const form = JSON.stringify(buildFormBody({}, { email: known }));
    const presentId = String((await handlers.submit(conferenceId, form)).body.registrationId);
    expect(await handlers.call("acceptNomination", clash, {})).toMatchObject({ status: 200 });
    expect(await read(presentId)).toMatchObject({ delegationId, seat: "held", accreditation: "pending" });
    expect(await read(clash)).toMatchObject({ accreditation: "withdrawn", seat: "none" });
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("moves the person whose address the nomination has, if the secretariat corrected the address", async () => {
    const other = JSON.stringify(buildFormBody({}, { email: "other@example.org" }));
    const otherId = String((await handlers.submit(conferenceId, other)).body.registrationId);
    const clash = getNominatedId(await nominate(known));
    const options = { version: "*", asStaff: true } as const;
    const body = { person: { email: "other@example.org" } };
    expect((await handlers.call("amendRegistration", clash, body, options)).status).toBe(200);
    expect((await handlers.call("acceptNomination", clash, {})).status).toBe(200);
    expect(await read(otherId)).toMatchObject({ delegationId });
    expect((await read(knownId)) as object).not.toHaveProperty("delegationId");
  });

  test("accepts the nomination of a person who joined the delegation meanwhile, who stays one member", async () => {
    const clash = getNominatedId(await nominate(known));
    const joined = await handlers.call(
      "amendRegistration",
      knownId,
      { delegation: delegationId },
      { version: "*", asStaff: true },
    );
    expect(joined.status).toBe(200);
    expect((await handlers.call("acceptNomination", clash, {})).status).toBe(200);
    const roster = await handlers.call("getDelegation", delegationId, "", asFocalPoint());
    const ids = roster.body.members?.map(({ registrationId }) => registrationId) ?? [];
    expect([ids.filter((id) => id === knownId).length, ids.includes(clash)]).toEqual([1, false]);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("accepts a substitute, who takes over the seat or gives theirs back", async () => {
    const leaves = getNominatedId(await nominate("leaves@example.org"));
    const body = { leaves, ...nominee(known) };
    const { body: added } = await handlers.call("createSubstitution", delegationId, body, asFocalPoint());
    expect((await handlers.call("acceptNomination", String(added.registrationId), {})).status).toBe(200);
    expect(await read(knownId)).toMatchObject({ delegationId, seat: "held" });
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });
});

test("a member whose nomination clashes is replaced by a person who takes over the seat", async () => {
  const leaves = getNominatedId(await nominate(known));
  const body = { leaves, ...nominee("new@example.org") };
  const { body: added } = await handlers.call("createSubstitution", delegationId, body, asFocalPoint());
  expect(added.seat).toBe("held");
  expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
});
