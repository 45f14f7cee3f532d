import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PublishedKey, verifyToken } from "#shared/badges/token.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { scanItems } from "#shared/dynamodb/table.ts";
import { auditConference } from "../../cli/audit/load-audit.ts";
import { createLocalBackup, restoreLocalBackup } from "../../cli/backup/copy.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import type { SystemOptions } from "../../local/context.ts";
import { type LocalSystem, startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { buildJpeg } from "../support/files.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { startTable } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile } from "../system/support/documents.ts";
import { type ApiResponseBody, buildOpenPeriod, callSystemAt, type RequestOptions } from "../system/support/system.ts";
import { startRecoverableDynamoDb } from "./support/continuous-backups.ts";
import { localAws, runCli } from "./support/run-cli.ts";

const conferenceId = "backed-up";
let folder: string;
let port: number;
let cdkOut: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-backup-"));
  port = await findFreePortBlock(6_300);
  const made = getAssembly().cdkOut;
  cdkOut = made ?? join(folder, "cdk.out");
  if (made === undefined) await synthesizeApp(cdkOut);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const tokenOf = ({ users }: LocalSystem, group: string) =>
  users.find(({ groups }) => groups.some((each) => each === group))?.idToken;

/** A call that must succeed, by the secretariat. */
async function must(system: LocalSystem, path: string, options: RequestOptions = {}): Promise<ApiResponseBody> {
  const answer = await callSystemAt(system.api, path, { token: tokenOf(system, "secretariat"), ...options });
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const tableOf = ({ dynamodb, table }: Pick<LocalSystem, "dynamodb" | "table">): Table => ({
  client: new DynamoDBClient({ endpoint: dynamodb, region: "eu-central-1", credentials }),
  name: table,
});

interface Participant {
  readonly registrationId: string;
  readonly photo: string;
  /** As it is printed. */
  readonly badge: string;
}
/** Those of the backup `running.gz`. */
const people: Participant[] = [];

/** A confirmed person with a photo. */
async function aParticipant(system: LocalSystem): Promise<Participant> {
  const path = `/v1/conferences/${conferenceId}/registrations`;
  const { registrationId } = await must(system, path, { body: buildFormBody({}, {}), token: undefined });
  const bytes = buildJpeg();
  const body = { kind: "photo", contentType: "image/jpeg", size: bytes.length };
  const form = await must(system, `/v1/registrations/${registrationId}/documents`, { body });
  await postTestFile(form, bytes);
  await waitFor(
    20_000,
    () => must(system, `/v1/registrations/${registrationId}`),
    ({ documents }) => documents?.["photo"] !== undefined,
  );
  await must(system, `/v1/registrations/${registrationId}/decisions`, { body: { decision: "approve" } });
  const { token } = await must(system, `/v1/registrations/${registrationId}/badges`, { body: {} });
  return { registrationId, photo: form.documentId, badge: token };
}

/** When everything that follows a change has followed. */
const atRest = (table: Table) =>
  waitFor(
    30_000,
    async () => {
      const { pendingStatistics } = await verifyCounters(table, conferenceId);
      const { pendingEntries } = await auditConference(table, conferenceId, Date.now());
      const items = await Array.fromAsync(scanItems(table));
      return {
        notYetCounted: pendingStatistics,
        onTheWay: pendingEntries,
        mails: items.filter(({ dueKey }) => dueKey?.S?.startsWith("OUTBOX#")).length,
      };
    },
    (open) => Object.values(open).every((count) => count === 0),
  );

/** Every badge of the backup is admitted, and every photo is shown. */
async function expectOpenGates(system: LocalSystem): Promise<void> {
  for (const { registrationId, badge, photo } of people) {
    const scans = [{ scanId: `scan-${registrationId}`, token: badge, at: new Date().toISOString() }];
    const scanned = await must(system, `/v1/conferences/${conferenceId}/scans`, {
      body: { gate: "A", direction: "in", scans },
      token: tokenOf(system, "entry-desk"),
    });
    expect(scanned.items[0]?.verdict).toBe("admit");
    const { url } = await must(system, `/v1/documents/${photo}/access`, { body: {} });
    expect((await fetch(url)).status).toBe(200);
  }
}

test("a system that is lost with everything comes back from its backup: counts equal, history whole, badges and files good", async () => {
  const first = await startSystem({ home: at("first"), port, cdkOut, seeds: false });
  const venue = { ...draftBody.venue, capacity: 3 };
  const settings = { ...draftBody, venue, registration: buildOpenPeriod() };
  await must(first, `/v1/conferences/${conferenceId}`, { method: "PUT", body: settings });
  people.push(await aParticipant(first), await aParticipant(first));
  await atRest(tableOf(first));
  const contents = await createLocalBackup({ folder: at("first"), cdkOut }, at("running.gz"));
  await first.kill();
  const stopped = await createLocalBackup({ folder: at("first"), cdkOut }, at("stopped.gz"));
  expect([stopped.objects, contents.objects, contents.items > 50]).toEqual([2, 2, true]);
  expect([stopped.differences, contents.differences]).toEqual([[], []]);
  expect(stopped.items).toBeGreaterThanOrEqual(contents.items);
  expect((await stat(at("running.gz"))).mode & 0o777).toBe(0o600);
  await rm(at("first"), { recursive: true });

  expect(await restoreLocalBackup({ folder: at("second"), cdkOut }, at("running.gz"))).toEqual({
    items: contents.items,
    objects: contents.objects,
  });
  const second = await startSystem({ home: at("second"), port, cdkOut, seeds: false });
  try {
    await atRest(tableOf(second));
    expect((await verifyCounters(tableOf(second), conferenceId)).differences).toEqual([]);
    expect((await auditConference(tableOf(second), conferenceId, Date.now())).differences).toEqual([]);
    const { items: pools } = await must(second, `/v1/conferences/${conferenceId}/capacity`);
    expect(pools).toContainEqual(expect.objectContaining({ pool: "venue", limit: 3, taken: 2 }));
    const { items: keys } = (await must(second, "/v1/badge-keys")) as unknown as { items: PublishedKey[] };
    for (const { registrationId, badge } of people)
      expect(await verifyToken(keys, badge)).toMatchObject({ registrationId, serial: 1 });
    await expectOpenGates(second);
    await expect(restoreLocalBackup({ folder: at("second"), cdkOut }, at("running.gz"))).rejects.toThrow(
      "is a system already",
    );
  } finally {
    await second.stop();
  }
}, 240_000);

test("a lost table is restored by the commands for AWS into a table of another name, in which printed badges open gates", async () => {
  const start = (more: Partial<SystemOptions> = {}) =>
    startSystem({ home: at("second"), port, cdkOut, seeds: false, ...more });
  const emulator = await startTable();
  const dynamodb = await startRecoverableDynamoDb(emulator.endpoint);
  const name = "palais-restored";
  try {
    const before = await start();
    const environment = {
      ...localAws,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_S3: before.documents.endpoint,
    };
    const run = async (command: string, ...args: readonly string[]): Promise<string> => {
      const { printed, code } = await runCli(command, [...args, "--table", name], environment);
      expect([code, printed]).toEqual([0, printed]);
      return printed;
    };
    const prepared = await run("prepare-table", "--create");
    const [, streamArn = ""] = /RestoredTableStreamArn=(\S+)/.exec(prepared) ?? [];
    const restored = await run("restore", "--from", at("running.gz"), "--bucket", before.documents.bucket);
    expect(restored).toMatch(
      /^\d+ items and 2 files are restored\nNext: npm run verify-counters -- --table \S+, then .*\n$/,
    );
    expect(await run("verify-counters")).toContain("no difference");
    expect(await run("audit", "--conference", conferenceId)).toContain("history whole");
    await before.stop();

    // What `npx cdk deploy Palais --parameters RestoredTableStreamArn=…` changes.
    const after = await start({ dynamodb: dynamodb.endpoint, parameters: { RestoredTableStreamArn: streamArn } });
    try {
      await expectOpenGates(after);
      const path = `/v1/conferences/${conferenceId}/registrations`;
      await must(after, path, { body: buildFormBody({}, {}), token: undefined });
      const table = tableOf({ dynamodb: emulator.endpoint, table: name });
      await atRest(table);
      const { differences, registrations } = await verifyCounters(table, conferenceId);
      expect([differences, registrations]).toEqual([[], people.length + 1]);
    } finally {
      await after.stop();
    }
  } finally {
    await dynamodb.close();
    await emulator.stop();
  }
}, 240_000);

test("a file that is broken off, altered, or something else restores nothing", async () => {
  const bytes = await readFile(at("running.gz"));
  const text = gunzipSync(bytes).toString();
  const wrong = {
    "altered.gz": gzipSync(text.replace("Amina", "Emina")),
    "shorter.gz": gzipSync(text.slice(0, text.lastIndexOf('{"end"'))),
    "another.gz": gzipSync('{"hello":1}\n'),
  };
  for (const [name, content] of Object.entries(wrong)) {
    await writeFile(at(name), content);
    await expect(restoreLocalBackup({ folder: at("third"), cdkOut }, at(name))).rejects.toThrow(
      /^Nothing was restored\. .*(?:no backup|broken off|some record was altered)/,
    );
  }
  await writeFile(at("cut.gz"), bytes);
  await truncate(at("cut.gz"), bytes.length - 100);
  await expect(restoreLocalBackup({ folder: at("third"), cdkOut }, at("cut.gz"))).rejects.toThrow();
}, 60_000);
