import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type System, startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { freeBlock } from "../support/ports.ts";

interface Shared {
  readonly system: Promise<System>;
  users: number;
}

/** Vitest loads this file once for each project, so the system that they share is kept where both find it. */
const kept = globalThis as { sharedTestSystem?: Shared | undefined };

async function start(): Promise<System> {
  const home = await mkdtemp(join(tmpdir(), "palais-system-"));
  return startSystem({ home, port: await freeBlock(5_200), ...assembly() });
}

/** One running system, with a state of its own, for all tests of this folder and of test/browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  kept.sharedTestSystem ??= { system: start(), users: 0 };
  const shared = kept.sharedTestSystem;
  shared.users += 1;
  const system = await shared.system;
  const tokenOf = (group: string) =>
    system.users.find(({ groups }) => groups.some((each) => each === group))?.idToken ?? "";
  project.provide("running", {
    api: system.api,
    mailbox: system.mailbox,
    dynamodb: system.dynamodb,
    table: system.table,
    home: system.home,
    tokens: { secretariat: tokenOf("secretariat"), reviewer: tokenOf("reviewer"), "entry-desk": tokenOf("entry-desk") },
  });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    kept.sharedTestSystem = undefined;
    await system.stop();
    await rm(system.home, { recursive: true, force: true });
  };
}
