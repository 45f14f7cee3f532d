import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmailRecorder } from "../../local/email/mailbox.ts";
import { startServer } from "../../local/network.ts";

let folder: string;
let emulator: Server;
let recorder: Server;
let received: string[] = [];
const getPort = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "palais-mailbox-"));
  emulator = await startServer(
    createServer(({ method, url }, response) => {
      received.push(`${method} ${url}`);
      response.end("{}");
    }),
    0,
  );
  recorder = await startEmailRecorder(0, `http://127.0.0.1:${getPort(emulator)}`, folder, () => {});
});
afterAll(() => {
  recorder.close();
  emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const clear = async (headers: Record<string, string>) => {
  received = [];
  const url = `http://127.0.0.1:${getPort(recorder)}/clear-store`;
  const { status } = await fetch(url, { method: "POST", headers });
  return [status, received.length];
};

test.each([
  { origin: "https://attacker.example" },
  { origin: "null" },
  { origin: "http://127.0.0.1:9" },
  { "sec-fetch-site": "cross-site" },
])("the mailbox refuses a page of another origin: %o", async (headers) => {
  expect(await clear(headers)).toEqual([403, 0]);
});

test("the mailbox accepts its own page, and programs", async () => {
  for (const name of ["127.0.0.1", "localhost"])
    expect(await clear({ origin: `http://${name}:${getPort(recorder)}` })).toEqual([200, 1]);
  expect(await clear({})).toEqual([200, 1]);
});
