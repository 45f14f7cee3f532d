import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StreamRecords } from "../../local/dynamodb/stream-records.ts";
import { type System, startSystem } from "../../local/system.ts";
import { draftBody, formBody } from "../support/builders.ts";
import { callAt, openNow, patience, within } from "../system/system.ts";

const port = 6_100;
let home: string;
let system: System;

const at = (name: string) => path.join(home, name);
const template = () => JSON.parse(readFileSync(at("cdk.out/Palais.template.json"), "utf8")) as Template;
const secretariat = () => system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken;

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
}

/** The resources of a type as the template has them, read without the local system's help. */
const described = (type: string) => Object.entries(template().Resources).filter(([, { Type }]) => Type === type);
const ids = (type: string) =>
  described(type)
    .map(([id]) => id)
    .toSorted();

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "palais-local-"));
  system = await startSystem({ home, port });
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

/** Starts the command that a person would, and waits for its end. */
async function startAgain(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["local/start.ts"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}

describe("the local system runs the template and nothing else", () => {
  test("no route, table, index, function, consumer or schedule that is not in the template, and every one that is", async () => {
    const inventory = await system.inventory();
    const routeKeys = described("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => String(Properties["RouteKey"]));
    const indexes = described("AWS::DynamoDB::Table").flatMap(([id, { Properties }]) =>
      (Properties["GlobalSecondaryIndexes"] as { IndexName: string }[]).map(
        ({ IndexName }) => `Palais-${id}/${IndexName}`,
      ),
    );
    expect(routeKeys.length).toBeGreaterThan(15);
    expect(inventory.routes.toSorted()).toEqual(routeKeys.toSorted());
    expect(inventory.tables).toEqual(ids("AWS::DynamoDB::Table").map((id) => `Palais-${id}`));
    expect(inventory.indexes.toSorted()).toEqual(indexes.toSorted());
    // But for CDK's own, which copies the files of the site; here they are served from where they are.
    expect(inventory.functions.toSorted()).toEqual(
      ids("AWS::Lambda::Function").filter((id) => !id.startsWith("CustomCDKBucketDeployment")),
    );
    expect(inventory.consumers.toSorted()).toEqual(ids("AWS::Lambda::EventSourceMapping"));
    expect([...inventory.schedules, ...inventory.rules].toSorted()).toEqual(ids("AWS::Events::Rule"));
    expect(inventory.buckets).toEqual(ids("AWS::S3::Bucket").map((id) => id.toLowerCase()));
  });

  test("local.json says where everything is, for its owner alone, with an account of each group", () => {
    const said = JSON.parse(readFileSync(at("local.json"), "utf8"));
    expect(said).toMatchObject({
      api: `http://localhost:${port}`,
      dynamodb: `http://127.0.0.1:${port + 2}`,
      table: system.table,
    });
    expect(said.users.map(({ groups }: { groups: string[] }) => groups)).toEqual([
      ["secretariat"],
      ["reviewer"],
      ["entry-desk"],
    ]);
    expect(statSync(at("local.json")).mode & 0o077).toBe(0);
  });

  test("keys and passwords are for their owner alone", async () => {
    const files = [...(await readdir(at("keys"))).map((name) => at(`keys/${name}`)), at("accounts.json")];
    expect(files).toHaveLength(ids("AWS::KMS::Key").length + 1);
    for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe("what keeps a second start from working is said clearly", () => {
  let other: Server;

  test("the same state", async () => {
    const { code, said } = await startAgain({ PALAIS_HOME: home, PALAIS_PORT: "6200" });
    expect(code).toBe(1);
    expect(said).toMatch(/already runs.*http:\/\/localhost:6100.*PALAIS_HOME/s);
    expect(existsSync(at("local.json"))).toBe(true);
  });

  test("a taken port", async () => {
    other = createServer().listen(6_211, "127.0.0.1");
    const elsewhere = await mkdtemp(path.join(tmpdir(), "palais-taken-"));
    const { code, said } = await startAgain({ PALAIS_HOME: elsewhere, PALAIS_PORT: "6210" });
    expect(code).toBe(1);
    expect(said).toMatch(/Port 6211 \(mailbox\) is taken.*PALAIS_PORT/s);
    other.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  test("a port that is none", async () => {
    expect(await startAgain({ PALAIS_PORT: "many" })).toMatchObject({
      code: 1,
      said: expect.stringContaining("PALAIS_PORT is many"),
    });
  });
});

describe("a restart", () => {
  const conferenceId = "kept-over-restart";
  let registrationId: string;
  let passwords: string[];

  const restart = async () => {
    system = await startSystem({ home, port, cdkOut: at("cdk.out") });
  };
  const badgeKeys = async () => (await callAt(system.api, "/v1/badge-keys")).body;
  const mailCount = async () => (await readdir(at("mail"))).length;
  const shownMails = async () =>
    ((await (await fetch(`${system.mailbox}/store`)).json()) as { emails: unknown[] }).emails.length;

  test("keeps conferences, registrations, keys, accounts and mails", async () => {
    const body = { ...draftBody, registration: openNow() };
    const put = await callAt(system.api, `/v1/conferences/${conferenceId}`, {
      method: "PUT",
      token: secretariat(),
      body,
    });
    expect(put.status).toBe(200);
    registrationId = (await callAt(system.api, `/v1/conferences/${conferenceId}/registrations`, { body: formBody() }))
      .body.registrationId;
    await within(patience, mailCount, (count) => count >= 1);
    const keys = await badgeKeys();
    passwords = system.users.map(({ password }) => password);
    await system.stop();
    expect([existsSync(at("local.json")), existsSync(at("runner.json"))]).toEqual([false, false]);

    await restart();
    expect((await callAt(system.api, `/v1/registrations/${registrationId}`, { token: secretariat() })).status).toBe(
      200,
    );
    expect(await badgeKeys()).toEqual(keys);
    expect(system.users.map(({ password }) => password)).toEqual(passwords);
    const kept = await mailCount();
    await within(patience, shownMails, (count) => count === kept);
  });

  test("after a crash goes on where it was, and sends no mail again", async () => {
    const before = await mailCount();
    await system.kill();
    await restart();
    expect((await callAt(system.api, `/v1/registrations/${registrationId}`, { token: secretariat() })).status).toBe(
      200,
    );
    const token = secretariat();
    const again = await callAt(system.api, `/v1/registrations/${registrationId}/withdrawal`, {
      token,
      body: { reason: "because" },
      headers: { "if-match": "1" },
    });
    expect(again.status).toBe(200);
    await within(patience, mailCount, (count) => count > before);
    expect(await mailCount()).toBe(before + 1);
  });

  test("numbers the stream's records on, however many were trimmed, and looks for the newest by an index", async () => {
    await system.stop();
    const records = new StreamRecords(at("dynamodb.db"));
    const file = new DatabaseSync(at("dynamodb.db"));
    const newest = () =>
      file.prepare("SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records").get()?.["newest"];
    const last = Number(newest());
    records.trim(system.table, String(last));
    const left = file.prepare("SELECT COUNT(*) AS count FROM _stream_records").get()?.["count"];
    const indexes = file.prepare("SELECT name FROM sqlite_master WHERE name = 'palais_newest'").all();
    records.close();
    expect([left, indexes.length]).toEqual([1, 1]);
    await restart();
    await callAt(system.api, `/v1/conferences/${conferenceId}/registrations`, { body: formBody() });
    expect(Number(newest())).toBeGreaterThan(last);
    file.close();
  });
});
