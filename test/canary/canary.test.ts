import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SESClient } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportEmailQuota } from "../../functions/canary/email-quota.ts";
import { probeSite } from "../../functions/canary/probe-site.ts";
import { startEmailRecorder } from "../../local/email/mailbox.ts";
import { captureLogLines } from "../support/log-lines.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

const lines = captureLogLines();

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Answer {
  readonly status: number;
  readonly body: string;
}

describe("the visit of the site", () => {
  let empty: TestTable;
  let filled: TestTable;
  let conferenceId: string;
  let answers: Record<string, Answer | "cut">;
  let site: Server;
  beforeAll(async () => {
    [empty, filled] = await Promise.all([startTable(), startTable()]);
    conferenceId = await openHall(filled.table, 10);
    site = createServer((request, response) => {
      const answer = answers[request.url ?? ""] ?? { status: 500, body: "not asked for" };
      if (answer === "cut") request.socket.destroy();
      else response.writeHead(answer.status, answer.status === 302 ? { location: "/" } : {}).end(answer.body);
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    site.closeAllConnections();
    site.close();
    await Promise.all([empty.stop(), filled.stop()]);
  });

  const config = { status: 200, body: '{"issuer":"https://pool.example","clientId":"1"}' };
  const pages = { "/": { status: 200, body: "<!doctype html>" }, "/config.json": config };
  const absent = { "/v1/conferences/canary": { status: 404, body: '{"code":"unknown-conference"}' } };

  async function probe(given: Record<string, Answer | "cut">, { table }: TestTable = empty) {
    answers = given;
    await probeSite(table, addressOf(site));
    return lines;
  }

  test("passes when the page, its configuration and a conference answer", async () => {
    const body = JSON.stringify({ conferenceId, name: "Hall" });
    const given = { ...pages, [`/v1/conferences/${conferenceId}`]: { status: 200, body } };
    expect(await probe(given, filled)).toMatchObject([{ code: "canary.passed", ms: expect.any(Number) }]);
  });

  test("passes without a conference when the API says that one does not exist", async () => {
    expect(await probe({ ...pages, ...absent })).toMatchObject([{ code: "canary.passed" }]);
  });

  test("fails when the API knows no conference that is in the table", async () => {
    const address = `/v1/conferences/${conferenceId}`;
    const given = { ...pages, [address]: absent["/v1/conferences/canary"] };
    expect(await probe(given, filled)).toMatchObject([{ code: "canary.failed", path: address, status: 404 }]);
  });

  test.each<[string, string, Answer | "cut"]>([
    ["the page is empty", "/", { status: 200, body: "" }],
    ["the page is missing", "/", { status: 404, body: "<!doctype html>" }],
    ["the page is elsewhere", "/", { status: 302, body: "" }],
    ["the connection is cut", "/", "cut"],
    ["the configuration names no pool", "/config.json", { status: 200, body: '{"issuer":"","clientId":"1"}' }],
    ["the configuration is the page", "/config.json", { status: 200, body: "<!doctype html>" }],
    ["the function fails", "/v1/conferences/canary", { status: 500, body: '{"code":"internal-error"}' }],
    ["the gateway knows no route", "/v1/conferences/canary", { status: 404, body: '{"message":"Not Found"}' }],
    ["the secret is wrong", "/v1/conferences/canary", { status: 403, body: '{"message":"Forbidden"}' }],
  ])("fails when %s", async (_, address, answer) => {
    const [line, ...others] = await probe({ ...pages, ...absent, [address]: answer });
    expect(others).toEqual([]);
    expect(line?.["code"]).toBe("canary.failed");
    if (answer !== "cut" && answer.status !== 302) expect(line).toMatchObject({ path: address, status: answer.status });
  });

  test("fails when the table does not answer", async () => {
    const stopped = await startTable();
    await stopped.stop();
    expect(await probe({ ...pages, ...absent }, stopped)).toMatchObject([{ code: "canary.failed" }]);
  });
});

describe("the quota of emails", () => {
  let folder: string;
  let recorder: Server;
  let ses: SESClient;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "palais-canary-"));
    recorder = await startEmailRecorder(0, "http://127.0.0.1:9", folder, () => {});
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    ses = new SESClient({ endpoint: addressOf(recorder), region: "local", credentials, maxAttempts: 1 });
  });
  afterAll(() => {
    ses.destroy();
    recorder.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is reported in percent, with the emails of the last 24 hours", async () => {
    const save = (at: number, index: number) =>
      writeFileSync(path.join(folder, `${new Date(at).toISOString().replaceAll(":", "-")}-${index}.eml`), "");
    for (let index = 0; index < 750; index++) save(Date.now() - index * 1_000, index);
    for (let index = 0; index < 50; index++) save(Date.now() - 90_000_000, index);
    await reportEmailQuota(ses);
    expect(lines).toMatchObject([{ code: "email.quota", usedPercent: 2, sent: 750, quota: 50_000 }]);
  });

  test("is unknown, and no fault of the canary, when SES does not answer", async () => {
    const silent = new SESClient({
      endpoint: "http://127.0.0.1:9",
      region: "local",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });
    await reportEmailQuota(silent);
    expect(lines).toMatchObject([{ code: "email.quota-unknown", level: "warn" }]);
  });
});
