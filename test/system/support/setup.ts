import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type LocalSystem, startSystem } from "../../../local/system.ts";
import { findFreePortBlock } from "../../support/ports.ts";
import { assertStrictEmail } from "../../support/strict-email.ts";
import { getAssembly } from "../../support/template.ts";
import type { SharedSystem } from "./system.ts";

interface Shared {
  readonly system: Promise<LocalSystem>;
  users: number;
}

/** Vitest loads this file once for each project, so the shared system is stored globally. */
const kept = globalThis as { sharedTestSystem?: Shared | undefined };

/** Starts a system with its own state. */
export async function startTestSystem(): Promise<LocalSystem> {
  const home = await mkdtemp(join(tmpdir(), "palais-system-"));
  return startSystem({ home, port: await findFreePortBlock(5_200), ...getAssembly() });
}

/** Stops a system and removes its state, after its emails were checked. */
export async function endTestSystem(system: LocalSystem): Promise<void> {
  await system.stop();
  await assertStrictEmails(join(system.home, "mail"));
  await rm(system.home, { recursive: true, force: true });
}

/** What a test needs to know of a system. */
export function describeSystem({ api, mailbox, dynamodb, table, home, users }: LocalSystem): SharedSystem {
  const findToken = (group: string) => users.find(({ groups }) => groups.some((each) => each === group))?.idToken ?? "";
  const tokens = {
    secretariat: findToken("secretariat"),
    reviewer: findToken("reviewer"),
    "entry-desk": findToken("entry-desk"),
  };
  return { api, mailbox, dynamodb, table, home, tokens };
}

/** Every email that any test caused, also those that no test read. */
async function assertStrictEmails(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(".eml")) assertStrictEmail(await readFile(join(folder, name)));
}

/** Starts one system with its own state for all tests of this folder and of test/browser. */
export default async function setUpSystemTests(project: TestProject): Promise<() => Promise<void>> {
  kept.sharedTestSystem ??= { system: startTestSystem(), users: 0 };
  const shared = kept.sharedTestSystem;
  shared.users += 1;
  const system = await shared.system;
  project.provide("running", describeSystem(system));
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    kept.sharedTestSystem = undefined;
    await endTestSystem(system);
  };
}
