import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { rowSchemas } from "#shared/imports/contract.ts";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { countRegistrations, loadConferenceCounts } from "#shared/statistics/statistics.repository.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import {
  createConference,
  createHandlers,
  type HandlerAnswer,
  type Handlers,
  openTable,
} from "../../bench/support/handlers.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { createDryRun } from "../../functions/import-worker/dry-run.ts";
import { type ImportContext, loadImportContext } from "../../functions/import-worker/import-context.ts";
import { createRowImporter } from "../../functions/import-worker/import-rows.ts";
import { buildFormBody } from "../support/builders.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let handlers: Handlers;
let emails: TestEmailWriter;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
  handlers = createHandlers(openTable(started.endpoint, 4));
  emails = await startEmailWriter(started.table);
});
afterAll(async () => {
  emails.stop();
  await Promise.all([started.stop(), bucket.stop()]);
});

const reader = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;
const other = { kind: "staff", id: "other", email: "other@example.org", groups: ["secretariat"] } as const;

let conferenceId = "";
/** The delegation of a protected member, and another one. */
let ownDelegationId = "";
let delegationId = "";
/** A protected member, and a protected person without a delegation. */
let memberId = "";
let aloneId = "";

const toAddress = (name: string) => `${name}.${conferenceId}@example.org`;
const toPerson = (name: string) => ({
  givenName: "Amina",
  familyName: `Family-${name}`,
  email: toAddress(name),
  nationality: "SEN",
});

async function createDelegation(name: string): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: ["fp@example.org"], quota: 20 };
  return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

/** Rows of a sheet, with a person of each name. */
const toRows = (...names: readonly string[]) =>
  names.map((name, index) => {
    const body = parseInput(rowSchemas.registrations, buildFormBody({}, toPerson(name)));
    return { row: index + 2, columns: [], body };
  });

type Requester = typeof reader | typeof other;

/** A dry run of rows by a new job, or their import. */
async function importRows(
  rows: ReturnType<typeof toRows>,
  requestedBy: Requester,
  create: typeof createDryRun | typeof createRowImporter,
) {
  const job: ImportContext["job"] = {
    jobId: createId(),
    conferenceId,
    kind: "import",
    at: new Date().toISOString(),
    request: { what: "registrations", documentId: "none", dryRun: false, requestedBy },
    status: { state: "running" },
    done: 0,
    total: 1,
    attempts: 1,
  };
  return (await create(await loadImportContext(started.table, skipPassportDigest, job)))(rows);
}

async function erase(registrationId: string): Promise<void> {
  const table = toCommandStore(started.table);
  const [at, deadline] = [new Date().toISOString(), Date.now() + 10_000];
  const context = { actor: { kind: "delegate", id: registrationId }, at } as const;
  await startErasure(table, { registrationId, reason: "at-their-request", context, deadline });
  await finishErasure({ table, documents: openTestDocuments(bucket.endpoint) }, registrationId, deadline);
}

const listOutcomes = async (...given: Parameters<typeof importRows>) =>
  (await importRows(...given)).map(({ outcome }) => outcome);

const asFocalPoint = (id: string): Caller => ({
  kind: "delegate",
  conferenceId,
  registrationIds: [],
  addressDigest: computeAddressDigest("fp@example.org"),
  delegationIds: [id],
});

const nominate = (id: string, person: object, caller: Caller) =>
  handlers.call("nominateMembers", id, { items: [{ person }] }, { caller });
const submit = (name: string, caller: Caller) =>
  handlers.call("submitRegistration", conferenceId, buildFormBody({}, toPerson(name)), { caller });
const getId = ({ body }: HandlerAnswer) => String(body.items?.[0]?.registrationId ?? body.registrationId);
const toCode = ({ status, body }: HandlerAnswer) => body.items?.[0]?.problem?.code ?? body.code ?? status;

beforeEach(async () => {
  conferenceId = `clashes-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 90, arrivalsPerSecond: 1 });
  [ownDelegationId, delegationId] = [await createDelegation("union"), await createDelegation("mission")];
  memberId = getId(await nominate(ownDelegationId, toPerson("member"), asFocalPoint(ownDelegationId)));
  aloneId = getId(await submit("alone", reader));
  for (const id of [memberId, aloneId]) {
    const focalPoints = id === memberId ? ["fp@example.org"] : [];
    const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], focalPoints, reason: "at risk" };
    expect((await handlers.call("protectRegistration", id, body)).status).toBe(200);
  }
});

/** Runs the outbox. @returns the addresses that emails were sent to */
async function sendEmails(): Promise<string[]> {
  const sent: string[] = [];
  const deliver = createDeliverer({
    table: started.table,
    write: emails.write,
    send: async (_raw, to) => {
      sent.push(to);
      return "0102000000000000-00000000-0000-4000-8000-000000000000-000000";
    },
    sendToDeadLetterQueue: async () => {
      throw new Error("an email that could not be sent");
    },
  });
  for (const changeId of await Array.fromAsync(listUnsettledChanges(started.table, "9999")))
    await deliver(changeId, Date.now() + 60_000, "sweep");
  return sent;
}

/** The answer to staff who are no readers, without what differs between any two people. */
async function readAs(operation: "getRegistration" | "getHistory" | "getOwnData", id: string, caller: Caller = other) {
  const { status, body } = await handlers.call(operation, id, "", { caller });
  const text = JSON.stringify(body)
    .replaceAll(/[a-z2-7]{24,26}(\.\d+)?/g, "id")
    .replaceAll(/Family-[a-z]+/g, "name")
    .replaceAll(/"[^"]*@example.org"/g, '"address"')
    .replaceAll(/0102[0-9a-f-]{50,}/g, "message")
    .replaceAll(/20\d\d-[^"]*Z/g, "time");
  // The emails of a change have no order.
  const sortEmails = (name: string, value: unknown) =>
    name === "mails" && Array.isArray(value) ? value.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)) : value;
  expect(status, operation).toBe(200);
  return { status, body: JSON.parse(text, sortEmails) as unknown };
}

test("a focal point who was added after the protection is answered about the member as about anyone else", async () => {
  const body = { focalPoints: ["fp@example.org", "new@example.org"] };
  const changed = await handlers.call("updateDelegation", ownDelegationId, body, { version: "*" });
  expect(changed.status).toBe(200);
  const added = { ...asFocalPoint(ownDelegationId), addressDigest: computeAddressDigest("new@example.org") } as Caller;
  for (const name of ["member", "free"])
    expect(toCode(await nominate(ownDelegationId, toPerson(name), added))).toBe(201);
  expect(toCode(await nominate(ownDelegationId, toPerson("member"), asFocalPoint(ownDelegationId)))).toBe(
    "already-registered",
  );
});

describe("a nomination of a protected person, for staff who are no readers", () => {
  /** Nominations of a protected person, and of one who is not registered. */
  async function nominateBoth() {
    const clash = getId(await nominate(delegationId, toPerson("member"), asFocalPoint(delegationId)));
    return [clash, getId(await nominate(delegationId, toPerson("free"), asFocalPoint(delegationId)))] as const;
  }

  async function expectSame(clash: string, ordinary: string): Promise<void> {
    for (const operation of ["getRegistration", "getHistory", "getOwnData"] as const)
      expect(await readAs(operation, clash)).toEqual(await readAs(operation, ordinary));
  }

  test("has the same data, history and emails, before and after they are sent", async () => {
    const [clash, ordinary] = await nominateBoth();
    await expectSame(clash, ordinary);
    const sent = await sendEmails();
    expect([sent.includes(toAddress("free")), sent.filter((to) => to === toAddress("member"))]).toEqual([
      true,
      // Their own nomination.
      [toAddress("member")],
    ]);
    await expectSame(clash, ordinary);
    expect(JSON.stringify((await handlers.call("getHistory", clash, "", { caller: other })).body)).toContain(
      '"received"',
    );
    // Readers see that none was sent.
    expect(JSON.stringify((await handlers.call("getHistory", clash, "", { caller: reader })).body)).not.toContain(
      '"received"',
    );
  });

  test.each([
    { decisions: ["approve", "revoke", "reopen"] },
    { decisions: ["reject", "reopen", "approve"] },
    { decisions: ["return"] },
  ])("is decided on as any other: $decisions", async ({ decisions }) => {
    const [clash, ordinary] = await nominateBoth();
    await expectSame(clash, ordinary);
    for (const decision of decisions) {
      const fields = decision === "return" ? { fields: ["functionTitle"] } : {};
      const body = { decision, reason: "because", ...fields };
      const decide = async (id: string) =>
        (await handlers.call("decideRegistration", id, body, { caller: other })).status;
      expect([await decide(clash), await decide(ordinary)], decision).toEqual([200, 200]);
      await sendEmails();
      await expectSame(clash, ordinary);
    }
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("holds the address that they correct it to", async () => {
    const both = await nominateBoth();
    for (const [index, id] of both.entries()) {
      const body = { person: { email: toAddress(`corrected${index}`) } };
      const amended = await handlers.call("amendRegistration", id, body, { version: "*", caller: other });
      expect(toCode(amended)).toBe(200);
      expect(await loadRegistration(started.table, id)).not.toHaveProperty("clash");
      expect(toCode(await submit(`corrected${index}`, other))).toBe("already-registered");
    }
    expect(toCode(await submit("member", other))).toBe(201);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("is decided on in bulk, and accepted by no one who is no reader", async () => {
    const both = await nominateBoth();
    for (const id of both)
      expect(toCode(await handlers.call("acceptNomination", id, {}, { caller: other }))).toBe("wrong-state");
    const body = { decision: "approve", registrationIds: both };
    const { body: bulk } = await handlers.call("decideRegistrations", conferenceId, body, { caller: other });
    expect(bulk.items?.map(({ problem }) => problem)).toEqual([undefined, undefined]);
    await expectSame(...both);
  });

  test("counts in the statistics as in the queue", async () => {
    const both = await nominateBoth();
    await countRegistrations(started.table, conferenceId, [...both, memberId, aloneId], Date.now() + 60_000);
    const { total } = computeStatistics((await loadConferenceCounts(started.table, conferenceId)).all);
    const { body } = await handlers.call("listRegistrations", conferenceId, "", { caller: other });
    expect([body.items?.length, total.seated]).toEqual([4, 4]);
  });

  test("waits for a reader, who moves the person into the delegation, also after an approval, or revokes it", async () => {
    const [clash] = await nominateBoth();
    expect(toCode(await handlers.call("decideRegistration", clash, { decision: "approve" }, { caller: other }))).toBe(
      200,
    );
    expect(toCode(await handlers.call("decideRegistration", clash, { decision: "reject", reason: "x" }))).toBe(
      "already-registered",
    );
    expect(toCode(await handlers.call("acceptNomination", clash, {}))).toBe(200);
    expect(await loadRegistration(started.table, memberId)).toMatchObject({ delegationId });
    expect(await loadRegistration(started.table, clash)).toMatchObject({ accreditation: { state: "withdrawn" } });
    const second = getId(await nominate(ownDelegationId, toPerson("alone"), asFocalPoint(ownDelegationId)));
    expect(toCode(await handlers.call("decideRegistration", second, { decision: "approve" }, { caller: other }))).toBe(
      200,
    );
    expect(toCode(await handlers.call("decideRegistration", second, { decision: "revoke", reason: "x" }))).toBe(200);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });
});

describe("staff who are no readers get the same answers whether or not a protected person is registered", () => {
  /** The codes of two answers in turn about a protected person, and about one who is not registered. */
  async function askTwice(names: readonly [string, string], ask: (name: string) => Promise<HandlerAnswer>) {
    const [known, free] = names;
    const codes = [
      toCode(await ask(known)),
      toCode(await ask(known)),
      toCode(await ask(free)),
      toCode(await ask(free)),
    ];
    expect(codes.slice(0, 2)).toEqual(codes.slice(2));
    return codes.slice(0, 2);
  }

  test("a nomination to another delegation", async () => {
    expect(await askTwice(["member", "free"], (name) => nominate(delegationId, toPerson(name), other))).toEqual([
      201,
      "already-registered",
    ]);
  });

  test("a nomination to the delegation of the person", async () => {
    expect(await askTwice(["member", "free"], (name) => nominate(ownDelegationId, toPerson(name), other))).toEqual([
      201,
      "already-registered",
    ]);
  });

  test("a nomination without an address, by the name of a protected member", async () => {
    const toNameOnly = (name: string) => ({ ...toPerson(name), email: undefined });
    const id = getId(await nominate(ownDelegationId, toNameOnly("nameless"), asFocalPoint(ownDelegationId)));
    const body = { alias: { nameOnBadge: "Speaker" }, readers: [reader.email], reason: "at risk" };
    expect((await handlers.call("protectRegistration", id, body)).status).toBe(200);
    expect(
      await askTwice(["nameless", "unnamed"], (name) => nominate(ownDelegationId, toNameOnly(name), other)),
    ).toEqual([201, "already-registered"]);
  });

  test("a submission, of which a reader sees that it clashes, and rejects it", async () => {
    expect(await askTwice(["alone", "free"], (name) => submit(name, other))).toEqual([201, "already-registered"]);
    expect(await askTwice(["member", "unknown"], (name) => submit(name, other))).toEqual([201, "already-registered"]);
    const { body } = await handlers.call("listRegistrations", conferenceId, "");
    const clash = body.items?.find((item) => "clash" in item && JSON.stringify(item).includes(aloneId));
    const id = String(clash?.registrationId);
    expect(toCode(await handlers.call("acceptNomination", id, {}))).toBe("already-registered");
    expect(toCode(await handlers.decide(id, "reject"))).toBe(200);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("a correction of an address, and a reopening", async () => {
    const people = [getId(await submit("one", other)), getId(await submit("two", other))];
    const correct = (id = "", name = "") =>
      handlers.call("amendRegistration", id, { person: { email: toAddress(name) } }, { version: "*", caller: other });
    const [known, free] = [await correct(people[0], "alone"), await correct(people[1], "free")];
    expect([known.status, free.status]).toEqual([200, 200]);
    const [first, second] = people;
    await sendEmails();
    for (const operation of ["getRegistration", "getHistory"] as const)
      expect(await readAs(operation, String(first))).toEqual(await readAs(operation, String(second)));
    expect(await loadRegistration(started.table, String(first))).toMatchObject({ clash: { registrationId: aloneId } });
    expect(await loadRegistration(started.table, String(second))).not.toHaveProperty("clash");
    const withdrawn = getId(await submit("again", reader));
    await handlers.withdraw(withdrawn);
    const present = getId(await submit("again", reader));
    const body = { alias: { nameOnBadge: "Speaker" }, readers: [reader.email], reason: "at risk" };
    expect((await handlers.call("protectRegistration", present, body)).status).toBe(200);
    const reopened = await handlers.call("decideRegistration", withdrawn, { decision: "reopen" }, { caller: other });
    expect(toCode(reopened)).toBe(200);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("a dry run of an import, and the import", async () => {
    const people = toRows("alone", "member", "free");
    expect(await listOutcomes(people, reader, createDryRun)).toEqual([
      "already-registered",
      "already-registered",
      "seated",
    ]);
    expect(await listOutcomes(people, other, createDryRun)).toEqual(["seated", "seated", "seated"]);
    expect(await listOutcomes(people, other, createRowImporter)).toEqual(["seated", "seated", "seated"]);
    expect(await listOutcomes(people, other, createDryRun)).toEqual([
      "imported-before",
      "imported-before",
      "imported-before",
    ]);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test.each(["present", "withdrawn"])(
    "an import of a row that was imported before the protection, the person is %s",
    async (state) => {
      const rows = toRows("imported", "visible");
      const [imported, visible] = await importRows(rows, reader, createRowImporter);
      if (state === "withdrawn") await handlers.withdraw(String(imported?.registrationId));
      const body = { alias: { nameOnBadge: "Speaker" }, readers: [reader.email], reason: "at risk" };
      expect((await handlers.call("protectRegistration", String(imported?.registrationId), body)).status).toBe(200);
      const before = { outcome: "imported-before", registrationId: visible?.registrationId };
      const known = state === "withdrawn" ? "withdrawn" : "imported-before";
      expect((await importRows(rows, reader, createRowImporter))[0]).toMatchObject({
        outcome: known,
        registrationId: imported?.registrationId,
      });
      expect(await importRows(rows, other, createDryRun)).toEqual([
        { row: 2, outcome: "seated" },
        { row: 3, outcome: "imported-before" },
      ]);
      const [again, same] = await importRows(rows, other, createRowImporter);
      expect(again).toEqual({ row: 2, outcome: "seated", registrationId: expect.any(String) });
      expect(again?.registrationId).not.toBe(imported?.registrationId);
      expect(same).toMatchObject(before);
      expect(await importRows(rows, other, createRowImporter)).toMatchObject([
        { outcome: "imported-before", registrationId: again?.registrationId },
        before,
      ]);
      expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
    },
  );

  test("an import of a row whose person was erased since", async () => {
    const rows = toRows("erased", "visible");
    const [first, visible] = await importRows(rows, other, createRowImporter);
    await erase(String(first?.registrationId));
    expect(await listOutcomes(rows, other, createDryRun)).toEqual(["seated", "imported-before"]);
    const [second, same] = await importRows(rows, other, createRowImporter);
    expect([second?.outcome, same]).toEqual(["seated", { ...visible, outcome: "imported-before" }]);
    await erase(String(second?.registrationId));
    const again = await importRows(rows, other, createRowImporter);
    expect(again.map(({ outcome }) => outcome)).toEqual(["seated", "imported-before"]);
    expect(await listOutcomes(rows, other, createRowImporter)).toEqual(["imported-before", "imported-before"]);
    expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([]);
  });

  test("a second registration is refused to readers, and to all staff for a person who is not protected", async () => {
    expect(toCode(await submit("alone", reader))).toBe("already-registered");
    expect(toCode(await nominate(delegationId, toPerson("member"), reader))).toBe("already-registered");
    await submit("seen", reader);
    expect(toCode(await submit("seen", other))).toBe("already-registered");
    expect(toCode(await nominate(delegationId, toPerson("seen"), other))).toBe("already-registered");
  });
});

test("the times of imported people do not tell that a row between them is of a protected person", async () => {
  const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
  const rows = await importRows(toRows("first", "alone", "third", "fourth"), other, createRowImporter);
  expect(rows.map(({ outcome }) => outcome)).toEqual(Array(4).fill("seated"));
  const times = await Promise.all(
    [0, 2, 3].map(async (index) => {
      const { submittedAt } = await loadRegistration(started.table, String(rows[index]?.registrationId));
      return Date.parse(submittedAt);
    }),
  );
  random.mockRestore();
  expect(times.map((time) => time - Number(times[0]))).toEqual([0, 4, 6]);
});
