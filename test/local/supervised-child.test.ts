import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StartError } from "../../local/errors.ts";
import { openHome } from "../../local/home.ts";
import { findFreePort, findFreePorts, startServer, stopServer, toLoopbackUrl } from "../../local/network.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { SupervisedChild } from "../../local/supervised-child.ts";
import { startSystem } from "../../local/system.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-child-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A child process that runs a script with Node. */
async function createChild(port: number, script: string, onDown?: (fault: StartError) => void) {
  const home = openHome(folder);
  const record = await RunnerRecord.acquire(home, "a test", () => {});
  return new SupervisedChild(
    { name: "mailbox", command: process.execPath, args: ["-e", script], readyUrl: toLoopbackUrl(port) },
    { home, record, log: () => {}, ...(onDown && { onDown }) },
  );
}

const listenScript = (port: number) => `require("http").createServer((_, r) => r.end()).listen(${port}, "127.0.0.1")`;

test("the ports of the parts of a start are never the same", async () => {
  const parts = Array.from({ length: 500 }, (_, index) => `part ${index}`);
  const ports = Object.values(await findFreePorts(parts));
  expect(new Set(ports).size).toBe(500);
});

test("a process is not ready because another one answers at its port", async () => {
  const port = await findFreePort();
  const other = await startServer(
    createServer((_, response) => response.end()),
    port,
  );
  const child = await createChild(port, listenScript(port));
  await expect(child.start()).rejects.toThrow(/^The mailbox did not start\. See .*mailbox\.log\.$/);
  await child.stop();
  await stopServer(other, 0);
});

test("a process that crashes again and again stays down, and the start is told", async () => {
  const port = await findFreePort();
  const faults: string[] = [];
  const script = `${listenScript(port)}; setTimeout(() => process.exit(1), 300)`;
  const child = await createChild(port, script, ({ message }) => faults.push(message));
  await child.start();
  await waitFor(
    60_000,
    async () => faults,
    ({ length }) => length > 0,
  );
  expect(faults).toEqual([expect.stringMatching(/^Palais did not start: the mailbox crashed 6 times in a minute/)]);
  await child.stop();
}, 90_000);

test("a start ends with one line when one of its processes stays down", async () => {
  const readPid = () =>
    (
      JSON.parse(readFileSync(path.join(folder, "runner.json"), "utf8")) as {
        readonly children: Readonly<Record<string, { readonly pid: number }>>;
      }
    ).children["cognito"]?.pid ?? 0;
  const crash = async () => {
    for (let crashes = 0; crashes < 6; crashes += 1) {
      const pid = readPid();
      process.kill(pid, "SIGKILL");
      for (let waited = 0; crashes < 5 && readPid() === pid && waited < 20_000; waited += 20) await sleep(20);
    }
    await new Promise(() => {});
  };
  const runStep = async <T>(name: string, step: () => Promise<T>): Promise<T> => {
    if (name === "counters") await crash();
    return step();
  };
  const port = await findFreePortBlock(9_100);
  const started = startSystem({
    home: folder,
    port,
    seeds: false,
    progress: { log: () => {}, runStep },
    ...getAssembly(),
  });
  await expect(started).rejects.toThrow(/^Palais did not start: the cognito crashed 6 times in a minute/);
}, 120_000);
