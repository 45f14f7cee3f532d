import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { N, S } from "#shared/dynamodb/table.ts";
import { verifyBackup } from "../../cli/backup/backup-verification.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { type CliRun, localAws, runCli } from "./support/run-cli.ts";
import {
  alter,
  conferenceId,
  holderShard,
  person,
  registrationKey,
  scan,
  shardKey,
  started,
  useWholeTable,
} from "./support/whole-table.ts";

/** The commands on a table that is named, as on AWS: the usual variables of the SDK say where DynamoDB and S3 are. */
let documents: TestBucket;
let folder: string;
const at = (name: string) => join(folder, name);
const bucket = () => openTestDocuments(documents.endpoint).bucket;

useWholeTable();
beforeAll(async () => {
  documents = await startTestS3();
  folder = await mkdtemp(join(tmpdir(), "palais-table-commands-"));
});
afterAll(async () => {
  await documents.stop();
  await rm(folder, { recursive: true, force: true });
});

const environment = ({ endpoint }: Pick<TestTable, "endpoint"> = started) => ({
  ...localAws,
  AWS_ACCESS_KEY_ID: "S3RVER",
  AWS_SECRET_ACCESS_KEY: "S3RVER",
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_ENDPOINT_URL_S3: documents.endpoint,
  PALAIS_HOME: at("no-home"),
});
const runOnTable = (name: string, ...args: readonly string[]): Promise<CliRun> =>
  runCli(name, [...args, "--table", started.table.name], environment());

describe("on a whole table", () => {
  test("a pool without a limit has none", async () => {
    const { printed } = await runOnTable("verify-counters");
    expect(printed).toMatch(/^ {2}category:member-state +\d +none +\d+ +\d+$/m);
    expect(printed).not.toContain("Infinity");
  });

  test.each([
    { command: "status", args: () => [], says: /\nall is well\n$/ },
    { command: "verify-counters", args: () => [], says: /^\S+: 10 registrations\n[\s\S]*\nno difference\n$/ },
    { command: "verify-counters", args: () => ["--conference", conferenceId], says: /\nno difference\n$/ },
    { command: "audit", args: () => ["--conference", conferenceId], says: /\nhistory whole\nhead \d+:[0-9a-f]+\n$/ },
    { command: "audit", args: () => ["--conference", conferenceId, "--chain"], says: /\nhistory whole\nhead / },
    { command: "rebuild", args: () => [], says: /^\S+: 10 registrations counted and indexed, 0 rows mended\n$/ },
    { command: "upgrade", args: () => [], says: /^nothing to upgrade\n$/ },
    {
      command: "trace-mail",
      args: () => ["--registration", person(0).registrationId],
      says: /received .*: waits to be sent/,
    },
  ])("$command succeeds", async ({ command, args, says }) => {
    const { printed, code } = await runOnTable(command, ...args());
    expect(printed).toMatch(says);
    expect(code).toBe(0);
  });

  test("backup writes a verified file, and restore brings it into an empty table, whose books are equal", async () => {
    await documents.put("photo", new Uint8Array([1, 2, 3]));
    const written = await runOnTable("backup", "--to", at("table.gz"), "--bucket", bucket());
    expect(written.printed).toMatch(/^\d+ items and 1 files are in .*table\.gz\nverified: all counters equal the rows/);
    expect(written.code).toBe(0);
    expect((await verifyBackup(at("table.gz"))).differences).toEqual([]);

    const empty = await startTable();
    try {
      const args = ["--from", at("table.gz"), "--table", empty.table.name, "--bucket", bucket()];
      const { printed, code } = await runCli("restore", args, environment(empty));
      expect([printed, code]).toEqual([
        expect.stringMatching(
          /^\d+ items and 1 files are restored\nNext: npm run verify-counters -- --table \S+, then .*\n$/,
        ),
        0,
      ]);
      const verified = await runCli("verify-counters", ["--table", empty.table.name], environment(empty));
      expect([verified.printed, verified.code]).toEqual([expect.stringMatching(/\nno difference\n$/), 0]);
      // Whatever is there already is kept.
      const again = await runCli("restore", args, environment(empty));
      expect(again).toEqual({ printed: expect.stringMatching(/^The table \S+ isn't empty: [^\n]+\n$/), code: 2 });
    } finally {
      await empty.stop();
    }
  });
});

test("a damaged table is found, named, and mended", async () => {
  await alter(shardKey("venue", holderShard()), { taken: N(0) });
  await alter(registrationKey(0), { conferenceSort: S("wrong") });
  const found = await runOnTable("verify-counters");
  expect(found.printed).toMatch(/DIFFERENCE: venue shard \d says 0 taken, the rows say \d/);
  expect(found.code).toBe(1);
  expect((await runOnTable("status")).code).toBe(1);
  expect(await runOnTable("backup", "--to", at("damaged.gz"), "--bucket", bucket())).toEqual({
    printed: expect.stringMatching(/^The rows and counters that were read disagree [^\n]+\n$/),
    code: 2,
  });
  expect(existsSync(at("damaged.gz"))).toBe(false);
  const mended = await runOnTable("verify-counters", "--repair");
  expect(mended.printed).toMatch(/\nMENDED: venue shard \d says 0 taken/);
  expect(mended.code).toBe(0);
  expect(verifyItems(await scan()).conferences[0]?.differences).toEqual([]);
  expect((await runOnTable("verify-counters")).code).toBe(0);
});

describe("a wrong call prints its usage in one line, and ends with 2", () => {
  test.each([
    { command: "status", args: ["--tabel", "x"], says: "Unknown option '--tabel'." },
    { command: "verify-counters", args: ["--repair=yes", "--table", "x"], says: "Option '--repair' does not take" },
    { command: "audit", args: ["--table", "x"], says: "--conference is missing." },
    { command: "rebuild", args: ["x", "--table", "x"], says: "Unexpected argument 'x'." },
    { command: "upgrade", args: ["--table"], says: "Option '--table <value>' argument missing." },
    { command: "backup", args: ["--table", "x", "--bucket", "y"], says: "--to is missing." },
    {
      command: "backup",
      args: ["--to", "x.gz", "--table", "x"],
      says: "A deployed system needs --table and --bucket.",
    },
    { command: "restore", args: ["--table", "x", "--bucket", "y"], says: "--from is missing." },
    { command: "restore", args: ["--from", "x.gz", "--table", "x"], says: "A deployed system needs --table and" },
    { command: "trace-mail", args: ["--table", "x"], says: "--registration is missing." },
    { command: "redrive", args: ["--table", "x"], says: "A deployed system needs --queue and --table." },
    { command: "sign-out", args: ["--table", "x"], says: "Give one of --email, --id and --all." },
    { command: "prepare-table", args: [], says: "--table is missing." },
  ])("$command $args", async ({ command, args, says }) => {
    const { printed, code } = await runCli(command, args, environment());
    expect(printed).toMatch(/^[^\n]+\n$/);
    expect(printed).toContain(says);
    expect(printed).toContain(`Usage: npm run ${command} -- `);
    expect(code).toBe(2);
  });
});
