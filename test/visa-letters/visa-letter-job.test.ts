import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { listHistory } from "#shared/commands/journal.ts";
import { iterateJobRows, loadJob } from "#shared/jobs/jobs.repository.ts";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { changeProtection } from "#shared/registrations/protected-identity.rules.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import type { VisaLetterRow } from "#shared/visa-letters/visa-letter-job.rules.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { startVisaLetterJob } from "../../functions/accreditation/start-visa-letters.ts";
import { verifyVisaLetter } from "../../functions/document/verify-visa-letter.ts";
import { changeVisaLetters } from "../../functions/import-worker/change-visa-letters.ts";
import { getJob, listJobRows } from "../../functions/job/jobs.ts";
import { type Break, runKilledJob } from "../support/killed-job.ts";
import { otherSecretariat, reader } from "../support/protection.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
let conferenceId = "";
beforeAll(async () => {
  started = await startTable();
  conferenceId = await openHall(started.table, 500, { visaLetters: { issuedBy: "secretariat" } });
});
afterAll(() => started.stop());

async function createConfirmed(id = conferenceId): Promise<string> {
  const applied = await applyToConference(started.table, id, { needs: { visaLetter: true } });
  await performAction(started.table, id, applied.id, "approve");
  return applied.id;
}

const createAllConfirmed = (count: number) => Promise.all(Array.from({ length: count }, () => createConfirmed()));

/** The people in the versions that an officer has loaded. */
async function loadItems(ids: readonly string[]) {
  const loaded = await loadRegistrations(started.table, ids);
  return ids.map((registrationId) => ({ registrationId, version: loaded.get(registrationId)?.version ?? 1 }));
}

const access = ["secretariat"] as const;
type Body = Omit<Parameters<ReturnType<typeof startVisaLetterJob>>[0]["body"], "items">;

async function requestJob(body: Body, items: Awaited<ReturnType<typeof loadItems>>, id = conferenceId) {
  const request = {
    ...{ params: { conferenceId: id }, body: { ...body, items }, caller: reader, access },
    ...{ now: new Date().toISOString(), deadline: Date.now() + 60_000 },
  };
  const handler = startVisaLetterJob(started.table);
  return String((await handler(request as unknown as Parameters<typeof handler>[0])).jobId);
}

const runJob = (jobId: string, breaks: readonly Break[] = []) =>
  runKilledJob(started.table, jobId, changeVisaLetters, breaks);

const readRows = (jobId: string) => Array.fromAsync(iterateJobRows<VisaLetterRow>(started.table, jobId, 0));
const toOutcomes = (rows: readonly VisaLetterRow[]) => rows.map(({ outcome, errorCode }) => errorCode ?? outcome);

/** The emails about visa letters that the history of a registration has queued, the latest first. */
async function listLetterEmails(registration: Registration) {
  const kinds: string[] = [];
  let from: string | undefined = registration.lastChange;
  while (from !== undefined) {
    const { entries, next } = await listHistory(started.table, registration, from, 20);
    for (const { journalEntry } of entries) kinds.push(...journalEntry.emails.map(({ intent }) => intent.kind));
    from = next ?? undefined;
  }
  return kinds.filter((kind) => kind.startsWith("visa-letter"));
}

/** The state of the last letter on the public page. */
async function checkLetter({ visaLetterIds = [] }: Registration) {
  const handler = verifyVisaLetter(started.table);
  const request = { params: { letterId: visaLetterIds.at(-1) }, now: new Date().toISOString() };
  return (await handler(request as unknown as Parameters<typeof handler>[0])).state;
}

const protection = { alias: { nameOnBadge: "Jane Smith" }, readers: [{ email: reader.email, holder: reader.id }] };

const protect = (registrationId: string) =>
  executeCommand(toCommandStore(started.table), {
    conferenceId,
    deadline: Date.now() + 60_000,
    decide: async () => {
      const context = { actor: { kind: "staff", id: reader.id }, at: new Date().toISOString() } as const;
      return changeProtection(await load(registrationId), protection, reader, context, "threatened");
    },
    answer: () => undefined,
  });

const load = (id: string) => loadRegistration(started.table, id);

describe("a job of visa letters", () => {
  test("issues, sends again and revokes them, and names who is refused and why", async () => {
    const [valid, changed, fresh] = await createAllConfirmed(3);
    const pending = (await applyToConference(started.table, conferenceId)).id;
    const elsewhere = await createConfirmed(await openHall(started.table, 5, {}));
    const ids = [valid, changed, fresh, pending, elsewhere].map(String);
    await runJob(await requestJob({ action: "issue", language: "fr" }, await loadItems([String(valid)])));
    expect((await load(String(valid))).visaLetter).toMatchObject({ number: 1, language: "fr" });
    const items = await loadItems(ids);
    await performAction(started.table, conferenceId, String(changed), "revoke");
    const issue = await requestJob({ action: "issue" }, items);
    expect((await runJob(issue)).result).toEqual({ issued: 1, refused: 4 });
    const refused = ["visa-letter-valid", "changed-meanwhile", "issued", "not-confirmed", "not-found"];
    expect(toOutcomes(await readRows(issue))).toEqual(refused);
    const resend = await requestJob({ action: "resend" }, await loadItems(ids.slice(0, 3)));
    expect((await runJob(resend)).result).toEqual({ resent: 2, refused: 1 });
    expect(toOutcomes(await readRows(resend))).toEqual(["resent", "no-visa-letter", "resent"]);
    expect(await checkLetter(await load(String(valid)))).toBe("valid");
    const revoke = await requestJob(
      { action: "revoke", reason: "Another one follows." },
      await loadItems(ids.slice(0, 2)),
    );
    expect((await runJob(revoke)).result).toEqual({ revoked: 1, refused: 1 });
    const after = await load(String(valid));
    expect(await checkLetter(after)).toBe("revoked");
    expect(await listLetterEmails(after)).toEqual(["visa-letter-revoked", "visa-letter", "visa-letter"]);
    const { entries } = await listHistory(started.table, after, String(after.lastChange), 1);
    expect(entries[0]?.journalEntry.emails[0]?.intent).toMatchObject({ reason: "Another one follows." });
  });

  test("that runs beside another one leaves one valid letter and one email", async () => {
    const ids = await createAllConfirmed(6);
    const items = await loadItems(ids);
    const jobs = await Promise.all([1, 2].map(() => requestJob({ action: "issue" }, items)));
    await Promise.all(jobs.map((jobId) => runJob(jobId)));
    const outcomes = await Promise.all(jobs.map(async (jobId) => toOutcomes(await readRows(jobId))));
    for (const [index, id] of ids.entries()) {
      const after = await load(id);
      expect([after.visaLetter?.number, isVisaLetterValid(after)]).toEqual([1, true]);
      expect(await listLetterEmails(after)).toEqual(["visa-letter"]);
      expect(outcomes.map((each) => each[index]).toSorted()).toEqual(["changed-meanwhile", "issued"]);
    }
  });

  test("continues after a kill at each of its steps, without a second letter or email", async () => {
    const ids = await createAllConfirmed(2);
    const { calls } = await runJob(await requestJob({ action: "issue" }, await loadItems(ids)));
    for (let at = 1; at <= calls; at += 1) {
      const people = await createAllConfirmed(2);
      const jobId = await requestJob({ action: "issue" }, await loadItems(people));
      await runJob(jobId, [
        { at, isSent: at % 2 === 0 },
        { at, isSent: at % 2 === 1 },
      ]);
      expect(toOutcomes(await readRows(jobId)), `killed at ${at}`).toEqual(["issued", "issued"]);
      for (const id of people) {
        const after = await load(id);
        expect(after.visaLetter?.number).toBe(1);
        expect(await listLetterEmails(after)).toEqual(["visa-letter"]);
      }
    }
  }, 120_000);

  test("goes through more people than a part has, in the worker, and forgets its reason", async () => {
    const id = (await applyToConference(started.table, conferenceId)).id;
    const unknown = Array.from({ length: 130 }, (_, index) =>
      `${"a".repeat(23)}${index + 100}`.replaceAll(/[0189]/g, "b"),
    );
    const items = [...unknown, id].map((registrationId) => ({ registrationId, version: 1 }));
    const jobId = await requestJob({ action: "revoke", reason: "A private reason." }, items);
    const handler = createJobHandler(
      toCommandStore(started.table),
      ["import", "visa-letters"],
      changeVisaLetters(toCommandStore(started.table)) as never,
    );
    const records = [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }];
    await handler({ Records: records } as never, { getRemainingTimeInMillis: () => 60_000 } as never);
    const job = await loadJob(started.table, jobId);
    expect(job.status).toEqual({ state: "done", result: { revoked: 0, refused: 131 } });
    expect(JSON.stringify(job)).not.toContain("private");
    const rows = await readRows(jobId);
    expect(rows.map(({ row }) => row)).toEqual(items.map((_, index) => index + 1));
    expect(rows.at(-1)).toMatchObject({ registrationId: id, errorCode: "no-visa-letter" });
  });

  test("is withheld from those who may not read a protected name, with its result", async () => {
    const hall = await openHall(started.table, 5, {});
    const protectedId = await createConfirmed(hall);
    const jobId = await requestJob({ action: "resend" }, await loadItems([protectedId]), hall);
    expect((await runJob(jobId)).result).toEqual({ resent: 1, refused: 0 });
    const ask = async (caller: typeof reader | typeof otherSecretariat) => {
      const handler = listJobRows(started.table, undefined as never);
      const request = { params: { jobId }, query: {}, caller, language: "en" };
      return handler(request as unknown as Parameters<typeof handler>[0]);
    };
    expect((await ask(otherSecretariat)).items).toHaveLength(1);
    await protect(protectedId);
    await expect(ask(otherSecretariat)).rejects.toMatchObject({ code: "name-protected" });
    const get = getJob(started.table, undefined as never);
    const request = { params: { jobId }, caller: otherSecretariat, language: "en", now: new Date().toISOString() };
    expect(await get(request as unknown as Parameters<typeof get>[0])).not.toHaveProperty("result");
  });
});
