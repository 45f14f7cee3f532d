import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StreamRecords } from "../../local/dynamodb/database.ts";
import { type LocalSystem, startSystem } from "../../local/system.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { isFullRun } from "../support/full-run.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";
import { buildOpenPeriod, callSystemAt, waitTimeoutMs } from "../system/support/system.ts";

const port = 6_100;
let home: string;
let system: LocalSystem;

const resolvePath = (name: string) => path.join(home, name);
/** This test run's synthesized app; in a full run none, so that the system synthesizes the app at its first start. */
const assembly = isFullRun ? {} : getAssembly();
const getCdkOut = () => assembly.cdkOut ?? resolvePath("cdk.out");
const readTemplate = () => JSON.parse(readFileSync(path.join(getCdkOut(), "Palais.template.json"), "utf8")) as Template;
const findSecretariatToken = () => system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken;

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
}

/** The resources of a type, read from the template without the local system's code. */
const findResources = (type: string) =>
  Object.entries(readTemplate().Resources).filter(([, { Type }]) => Type === type);
const listIds = (type: string) =>
  findResources(type)
    .map(([id]) => id)
    .toSorted();

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "palais-local-"));
  system = await startSystem({ home, port, ...assembly });
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

/** Starts the program of `npm start`, and waits for its end. */
async function startAgain(environment: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ["local/start.ts"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stderr };
}

describe("the local system runs the template and nothing else", () => {
  test("runs each route, table, index, function, consumer and schedule of the template, and no other", async () => {
    const inventory = await system.takeInventory();
    const routeKeys = findResources("AWS::ApiGatewayV2::Route").map(([, { Properties }]) =>
      String(Properties["RouteKey"]),
    );
    const indexes = findResources("AWS::DynamoDB::Table").flatMap(([id, { Properties }]) =>
      (Properties["GlobalSecondaryIndexes"] as { IndexName: string }[]).map(
        ({ IndexName }) => `Palais-${id}/${IndexName}`,
      ),
    );
    expect(routeKeys.length).toBeGreaterThan(15);
    expect(inventory.routes.toSorted()).toEqual(routeKeys.toSorted());
    expect(inventory.tables).toEqual(listIds("AWS::DynamoDB::Table").map((id) => `Palais-${id}`));
    expect(inventory.indexes.toSorted()).toEqual(indexes.toSorted());
    // Except CDK's own function, which copies the files of the site; the local system serves them from their source.
    expect(inventory.functions.toSorted()).toEqual(
      listIds("AWS::Lambda::Function").filter((id) => !id.startsWith("CustomCDKBucketDeployment")),
    );
    expect(inventory.consumers.toSorted()).toEqual(listIds("AWS::Lambda::EventSourceMapping"));
    expect([...inventory.schedules, ...inventory.rules].toSorted()).toEqual(listIds("AWS::Events::Rule"));
    expect(inventory.buckets).toEqual(listIds("AWS::S3::Bucket").map((id) => id.toLowerCase()));
  });

  test("local.json contains the addresses and an account of each group, and is readable by its owner alone", () => {
    const local = JSON.parse(readFileSync(resolvePath("local.json"), "utf8"));
    expect(local).toMatchObject({
      api: `http://localhost:${port}`,
      dynamodb: `http://127.0.0.1:${port + 2}`,
      table: system.table,
    });
    expect(local.users.map(({ groups }: { groups: string[] }) => groups)).toEqual([
      ["secretariat"],
      ["reviewer"],
      ["entry-desk"],
    ]);
    expect(statSync(resolvePath("local.json")).mode & 0o077).toBe(0);
  });

  test("keys and passwords are readable by their owner alone", async () => {
    const files = [
      ...(await readdir(resolvePath("keys"))).map((name) => resolvePath(`keys/${name}`)),
      resolvePath("accounts.json"),
    ];
    const usedByFunctions = findResources("AWS::KMS::Key").filter(([, { Properties }]) => "KeySpec" in Properties);
    expect(usedByFunctions).toHaveLength(3);
    expect(files).toHaveLength(usedByFunctions.length + 1);
    for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe("a second start that can't work reports the reason", () => {
  let other: Server;

  test("for the same home", async () => {
    const { code, stderr } = await startAgain({ PALAIS_HOME: home, PALAIS_PORT: "6200" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/already runs.*http:\/\/localhost:6100.*PALAIS_HOME/s);
    expect(existsSync(resolvePath("local.json"))).toBe(true);
  });

  test("for a port in use", async () => {
    other = createServer().listen(6_211, "127.0.0.1");
    const elsewhere = await mkdtemp(path.join(tmpdir(), "palais-taken-"));
    const { code, stderr } = await startAgain({ PALAIS_HOME: elsewhere, PALAIS_PORT: "6210" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Port 6211 \(mailbox\) is taken.*PALAIS_PORT/s);
    other.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  test("for an invalid port", async () => {
    expect(await startAgain({ PALAIS_PORT: "many" })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("PALAIS_PORT is many"),
    });
  });

  test.each(["6000", "5995"])("for a block with a port that browsers block: %s", async (port) => {
    expect(await startAgain({ PALAIS_PORT: port })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Browsers block port 6000 \((?:api|queues)\).*PALAIS_PORT=\d+ npm start/),
    });
  });
});

describe("a restart of the local system", () => {
  const conferenceId = "kept-over-restart";
  let registrationId: string;
  let passwords: string[];

  const restart = async () => {
    system = await startSystem({ home, port, cdkOut: getCdkOut() });
  };
  const badgeKeys = async () => (await callSystemAt(system.api, "/v1/badge-keys")).body;
  const mailCount = async () => (await readdir(resolvePath("mail"))).length;
  const shownMails = async () =>
    ((await (await fetch(`${system.mailbox}/store`)).json()) as { emails: unknown[] }).emails.length;

  test("keeps conferences, registrations, keys, accounts and emails", async () => {
    const body = { ...draftBody, registration: buildOpenPeriod() };
    const put = await callSystemAt(system.api, `/v1/conferences/${conferenceId}`, {
      method: "PUT",
      token: findSecretariatToken(),
      body,
    });
    expect(put.status).toBe(200);
    registrationId = (
      await callSystemAt(system.api, `/v1/conferences/${conferenceId}/registrations`, { body: buildFormBody() })
    ).body.registrationId;
    await waitFor(waitTimeoutMs, mailCount, (count) => count >= 1);
    const keys = await badgeKeys();
    passwords = system.users.map(({ password }) => password);
    await system.stop();
    expect([existsSync(resolvePath("local.json")), existsSync(resolvePath("runner.json"))]).toEqual([false, false]);

    await restart();
    expect(
      (await callSystemAt(system.api, `/v1/registrations/${registrationId}`, { token: findSecretariatToken() })).status,
    ).toBe(200);
    expect(await badgeKeys()).toEqual(keys);
    expect(system.users.map(({ password }) => password)).toEqual(passwords);
    const kept = await mailCount();
    await waitFor(waitTimeoutMs, shownMails, (count) => count === kept);
  });

  test("continues after a crash, and sends no email again", async () => {
    const before = await mailCount();
    await system.kill();
    await restart();
    expect(
      (await callSystemAt(system.api, `/v1/registrations/${registrationId}`, { token: findSecretariatToken() })).status,
    ).toBe(200);
    const token = findSecretariatToken();
    const again = await callSystemAt(system.api, `/v1/registrations/${registrationId}/withdrawal`, {
      token,
      body: { reason: "because" },
      headers: { "if-match": "1" },
    });
    expect(again.status).toBe(200);
    await waitFor(waitTimeoutMs, mailCount, (count) => count > before);
    expect(await mailCount()).toBe(before + 1);
  });

  test("continues the stream's sequence numbers after a trim, and finds the newest by an index", async () => {
    await system.stop();
    const records = new StreamRecords(resolvePath("dynamodb.db"));
    const file = new DatabaseSync(resolvePath("dynamodb.db"));
    const newest = () =>
      file.prepare("SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records").get()?.["newest"];
    const last = Number(newest());
    records.trim(system.table, String(last));
    const left = file.prepare("SELECT COUNT(*) AS count FROM _stream_records").get()?.["count"];
    const indexes = file.prepare("SELECT name FROM sqlite_master WHERE name = 'palais_newest'").all();
    records.close();
    expect([left, indexes.length]).toEqual([1, 1]);
    await restart();
    await callSystemAt(system.api, `/v1/conferences/${conferenceId}/registrations`, { body: buildFormBody() });
    expect(Number(newest())).toBeGreaterThan(last);
    file.close();
  });
});
