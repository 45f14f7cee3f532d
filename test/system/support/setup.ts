import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type LocalSystem, startSystem } from "../../../local/system.ts";
import { findFreePortBlock } from "../../support/ports.ts";
import { assertStrictEmail } from "../../support/strict-email.ts";
import { getAssembly } from "../../support/template.ts";

interface Shared {
  readonly system: Promise<LocalSystem>;
  users: number;
}

/** Vitest loads this file once for each project, so the shared system is stored globally. */
const kept = globalThis as { sharedTestSystem?: Shared | undefined };

async function start(): Promise<LocalSystem> {
  const home = await mkdtemp(join(tmpdir(), "palais-system-"));
  return startSystem({ home, port: await findFreePortBlock(5_200), ...getAssembly() });
}

/** Every email that any test caused, also those that no test read. */
async function assertStrictEmails(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(".eml")) assertStrictEmail(await readFile(join(folder, name)));
}

/** Starts one system with its own state for all tests of this folder and of test/browser. */
export default async function setUpSystemTests(project: TestProject): Promise<() => Promise<void>> {
  kept.sharedTestSystem ??= { system: start(), users: 0 };
  const shared = kept.sharedTestSystem;
  shared.users += 1;
  const system = await shared.system;
  const findToken = (group: string) =>
    system.users.find(({ groups }) => groups.some((each) => each === group))?.idToken ?? "";
  project.provide("running", {
    api: system.api,
    mailbox: system.mailbox,
    dynamodb: system.dynamodb,
    table: system.table,
    home: system.home,
    tokens: {
      secretariat: findToken("secretariat"),
      reviewer: findToken("reviewer"),
      "entry-desk": findToken("entry-desk"),
    },
  });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    kept.sharedTestSystem = undefined;
    await system.stop();
    await assertStrictEmails(join(system.home, "mail"));
    await rm(system.home, { recursive: true, force: true });
  };
}
