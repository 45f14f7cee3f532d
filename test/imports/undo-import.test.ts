import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { saveProposal } from "#shared/accreditation/proposals.repository.ts";
import { saveNote } from "#shared/annotations/annotations.repository.ts";
import { storeSession, toAddressOwner } from "#shared/auth/sessions.repository.ts";
import { markBadgePrinted } from "#shared/badges/badge-prints.repository.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { ImportCursor, ImportedRow, ImportRequest } from "#shared/imports/import.rules.ts";
import {
  acquireJob,
  completeJob,
  iterateJobRows,
  loadJob,
  releaseJob,
  saveJobProgress,
} from "#shared/jobs/jobs.repository.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import type { Job, JobProgress } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import {
  listRegistrationIds,
  loadRegistration,
  loadRegistrations,
} from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { undoImport } from "../../functions/import/undo-import.ts";
import { runImport } from "../../functions/import-worker/run-import.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import type { Faults } from "../support/dynamodb-proxy/proxy.ts";
import { repetitions } from "../support/full-run.ts";
import { createImportJob, importOfficer } from "../support/import-job.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall, performAction, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(() => Promise.all([started.stop(), bucket.stop()]));

const event = (jobId: string) => ({
  Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }],
});

/** Runs the chunks of a job to its end. @returns the rows */
async function runJob(jobId: string, faults: Partial<Faults> = {}): Promise<ImportedRow[]> {
  const store = toCommandStore(await openProxiedTable(started, faults));
  const handler = createJobHandler<ImportRequest, ImportCursor>(
    store,
    "import",
    runImport(store, openTestDocuments(bucket.endpoint), skipPassportDigest),
  );
  while ((await loadJob(started.table, jobId)).status.state === "running")
    await handler(event(jobId), { getRemainingTimeInMillis: () => 60_000 });
  expect((await loadJob(started.table, jobId)).status.state).toBe("done");
  return Array.fromAsync(iterateJobRows<ImportedRow>(started.table, jobId, 0));
}

/** The request of an officer to undo an import. */
async function requestUndo(jobId: string): Promise<void> {
  const request = { params: { jobId }, caller: importOfficer, now: new Date().toISOString(), deadline: getDeadline() };
  await undoImport(started.table)(request as unknown as Parameters<ReturnType<typeof undoImport>>[0]);
}

async function undo(jobId: string, faults: Partial<Faults> = {}): Promise<ImportedRow[]> {
  await requestUndo(jobId);
  return runJob(jobId, faults);
}

async function serveWaitingList(conferenceId: string): Promise<void> {
  const how = () => ({ at: new Date().toISOString(), deadline: getDeadline(), thorough: true });
  while ((await servePass(toCommandStore(started.table), conferenceId, [], how())).again);
}

const by = importOfficer.id;

/** What is done with an imported registration, each with the reason for which the undo keeps it. */
const touches = {
  changed: ({ conferenceId, registrationId, accreditation }: Registration) =>
    performAction(
      started.table,
      conferenceId,
      registrationId,
      accreditation.state === "approved" ? "revoke" : "reject",
    ),
  answered: ({ conferenceId, registrationId }: Registration) =>
    executeCommand(toCommandStore(started.table), {
      conferenceId,
      deadline: getDeadline(),
      decide: async () =>
        withdrawAccreditation(await loadRegistration(started.table, registrationId), {
          actor: { kind: "delegate", id: registrationId },
          at: new Date().toISOString(),
        }),
      answer: () => undefined,
    }),
  annotated: ({ registrationId }: Registration) =>
    saveNote(started.table, {
      ...{ registrationId, by, text: "To be seated in front", at: new Date().toISOString() },
      assertCanChange: () => undefined,
      deadline: getDeadline(),
    }),
  proposed: ({ registrationId, accreditation }: Registration) =>
    saveProposal(
      started.table,
      registrationId,
      {
        decision: accreditation.state === "approved" ? "revoke" : "approve",
        reason: "because",
        by,
        at: new Date().toISOString(),
      },
      () => undefined,
      getDeadline(),
    ),
  "badge-printed": ({ conferenceId, registrationId }: Registration) =>
    markBadgePrinted(started.table, { conferenceId, registrationId, serial: 1 }, new Date().toISOString()),
} as const;
type Touch = keyof typeof touches | "none";

const touchNames = ["none", ...Object.keys(touches)] as readonly Touch[];

const settingArbitrary = fc.record({
  seats: fc.integer({ min: 1, max: 12 }),
  others: fc.integer({ min: 0, max: 4 }),
  approve: fc.boolean(),
  sendMails: fc.boolean(),
  touched: fc.array(fc.constantFrom(...touchNames, "none" as const), { minLength: 8, maxLength: 8 }),
});

/** The rows as the undo should leave them. */
function expectTakenBack(
  touched: readonly Touch[],
  ids: readonly string[],
  before: ReadonlyMap<string, Registration>,
  after: ReadonlyMap<string, Registration>,
): void {
  for (const [index, touch] of touched.entries()) {
    const [was, is] = [before, after].map((registrations) => registrations.get(ids[index] ?? ""));
    if (touch !== "none") expect(is).toEqual(was);
    else expect(is && isLive(is)).toBe(false);
  }
}

async function touchAll(touched: readonly Touch[], ids: readonly string[]): Promise<void> {
  const registrations = await loadRegistrations(started.table, ids);
  for (const [index, touch] of touched.entries()) {
    const registration = registrations.get(ids[index] ?? "");
    if (touch !== "none" && registration) await touches[touch](registration);
  }
}

test("after random touches, an undo takes back exactly the untouched, and the recount is equal", async () => {
  const property = fc.asyncProperty(settingArbitrary, async ({ seats, others, approve, sendMails, touched }) => {
    const id = await openHall(started.table, seats);
    const jobId = await createImportJob(started.table, bucket, id, touched.length, { approve, sendMails });
    const ids = (await runJob(jobId)).map(({ registrationId = "" }) => registrationId);
    for (let index = 0; index < others; index += 1) await applyToConference(started.table, id);
    await touchAll(touched, ids);
    await serveWaitingList(id);
    const before = await loadRegistrations(started.table, ids);
    const rows = await undo(jobId);
    const expected = touched.map((touch) => (touch === "none" ? "undone" : touch));
    expect(rows.map(({ outcome, kept }) => kept ?? outcome)).toEqual(expected);
    expectTakenBack(touched, ids, before, await loadRegistrations(started.table, ids));
    await serveWaitingList(id);
    expect(await readSeatCounts(started.table, id)).toMatchObject(consistentCounts);
    expect((await undoneAgain(jobId)).map(({ kept, outcome }) => kept ?? outcome)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: repetitions({ usual: 15, full: 120 }) });
}, 600_000);

const consistentCounts = { differences: [], seatsOverLimit: 0, seatsFreeWhileWaiting: 0 };

/** A second request changes nothing. */
async function undoneAgain(jobId: string): Promise<ImportedRow[]> {
  await requestUndo(jobId);
  expect((await loadJob(started.table, jobId)).status.state).toBe("done");
  return Array.fromAsync(iterateJobRows<ImportedRow>(started.table, jobId, 0));
}

test("an undo without a touch leaves the pools as before, and no name", async () => {
  const id = await openHall(started.table, 20);
  const others = await Promise.all([1, 2].map(() => applyToConference(started.table, id)));
  const jobId = await createImportJob(started.table, bucket, id, 30);
  await runJob(jobId);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 20 });
  await undo(jobId);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 2, holders: 2, differences: [] });
  const all = await loadRegistrations(started.table, await Array.fromAsync(listRegistrationIds(started.table, id)));
  const named = [...all.values()].filter(({ person }) => person.email !== undefined);
  expect(named.map(({ registrationId }) => registrationId).toSorted()).toEqual(
    others.map((each) => each.id).toSorted(),
  );
  expect((await loadJob(started.table, jobId)).status).toMatchObject({ result: { undone: 30, kept: 0 } });
});

test("the freed seats are handed to those who wait, and to no one who is taken back", async () => {
  const id = await openHall(started.table, 10);
  const jobId = await createImportJob(started.table, bucket, id, 15);
  const imported = await runJob(jobId);
  const waiting = await Promise.all([1, 2, 3].map(() => applyToConference(started.table, id)));
  expect(waiting.map(({ seat }) => seat)).toEqual(["waiting", "waiting", "waiting"]);
  const serving = { isOver: false };
  const serve = async () => {
    while (!serving.isOver) await serveWaitingList(id);
  };
  const server = serve();
  const rows = await undo(jobId);
  serving.isOver = true;
  await server;
  await serveWaitingList(id);
  expect(rows.every(({ outcome }) => outcome === "undone")).toBe(true);
  const seats = await loadRegistrations(
    started.table,
    waiting.map((each) => each.id),
  );
  expect([...seats.values()].map(({ seat }) => seat.state)).toEqual(["held", "held", "held"]);
  const gone = await loadRegistrations(
    started.table,
    imported.slice(10).map(({ registrationId = "" }) => registrationId),
  );
  // The import, and the undo: none of them was given a seat between the two.
  expect([...gone.values()].map(({ version }) => version)).toEqual([2, 2, 2, 2, 2]);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 3, differences: [] });
});

test.each([
  ["without faults", 40, {}],
  ["through transactions whose answers get lost", 8, { dropAnswer: 0.1, seed: 5 }],
] as const)(
  "an undo keeps exactly whom officers approve meanwhile, while others register, %s",
  async (_, count, faults) => {
    const id = await openHall(started.table, count / 2);
    const jobId = await createImportJob(started.table, bucket, id, count);
    const imported = await runJob(jobId);
    const ids = imported.map(({ registrationId = "" }) => registrationId);
    const approve = async (registrationId: string) => {
      try {
        await performAction(started.table, id, registrationId, "approve");
        return true;
      } catch {
        return false;
      }
    };
    const [rows, approved] = await Promise.all([
      undo(jobId, faults),
      Promise.all(ids.filter((_each, index) => index % 3 === 0).map(approve)),
      Promise.all(Array.from({ length: 20 }, () => applyToConference(started.table, id))),
    ]);
    await serveWaitingList(id);
    const after = await loadRegistrations(started.table, ids);
    const kept = rows.filter(({ outcome }) => outcome === "kept");
    const live = [...after.values()].filter(isLive).map(({ registrationId }) => registrationId);
    expect(kept.map(({ registrationId }) => registrationId).toSorted()).toEqual(live.toSorted());
    expect(kept).toHaveLength(approved.filter(Boolean).length);
    expect(await readSeatCounts(started.table, id)).toMatchObject(consistentCounts);
  },
);

test("a person who has opened a link since they were told stays", async () => {
  const id = await openHall(started.table, 5);
  const jobId = await createImportJob(started.table, bucket, id, 2, { sendMails: true });
  const [first] = await runJob(jobId);
  const { person } = await loadRegistration(started.table, first?.registrationId ?? "");
  const now = Date.now();
  const session = { sessionId: createId(), begunAt: now, usedAt: now };
  await storeSession(started.table, toAddressOwner(id, person.email ?? ""), session);
  const rows = await undo(jobId);
  expect(rows.map(({ outcome, kept }) => kept ?? outcome)).toEqual(["answered", "undone"]);
});

test("a person whom the import has reopened is withdrawn again, and one who was imported before stays", async () => {
  const id = await openHall(started.table, 5);
  const first = await runJob(await createImportJob(started.table, bucket, id, 3));
  await performAction(started.table, id, first[0]?.registrationId ?? "", "withdraw");
  const jobId = await createImportJob(started.table, bucket, id, 3, { reopen: true });
  const again = await runJob(jobId);
  expect(again.map(({ outcome }) => outcome)).toEqual(["reopened", "imported-before", "imported-before"]);
  expect((await undo(jobId)).map(({ outcome }) => outcome)).toEqual(["undone", "imported-before", "imported-before"]);
  const after = await loadRegistrations(
    started.table,
    first.map(({ registrationId = "" }) => registrationId),
  );
  expect([...after.values()].map(({ accreditation }) => accreditation.state)).toEqual([
    "withdrawn",
    "pending",
    "pending",
  ]);
  expect([...after.values()].every(({ erasure }) => erasure === undefined)).toBe(true);
});

test("an undo that breaks off after a part goes on, and takes back what a failed import had not stored", async () => {
  const id = await openHall(started.table, 300);
  const jobId = await createImportJob(started.table, bucket, id, 150);
  const store = toCommandStore(started.table);
  const run = async (stopAt: number) => {
    const job = (await loadJob(started.table, jobId)) as Job<ImportRequest, ImportCursor>;
    const owner = createId();
    await acquireJob(started.table, jobId, owner, Date.now());
    const saveProgress = async (progress: JobProgress<ImportCursor>) => {
      if (progress.cursor.part === stopAt) throw new Error("the function was killed");
      await saveJobProgress(started.table, jobId, owner, progress, Date.now());
    };
    const chunk = { until: Date.now() + 20_000, saveProgress, extendLease: async () => undefined };
    const runChunk = runImport(store, openTestDocuments(bucket.endpoint), skipPassportDigest);
    await expect(runChunk(job, chunk)).rejects.toThrow("killed");
    return owner;
  };
  const owner = await run(2);
  await completeJob(started.table, jobId, { state: "failed", failure: { code: "attempts-exhausted" } }, owner);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 150 });
  await requestUndo(jobId);
  await releaseJob(started.table, jobId, await run(2));
  const rows = await runJob(jobId);
  expect(rows.filter(({ outcome }) => outcome === "undone")).toHaveLength(150);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 0, differences: [] });
});
