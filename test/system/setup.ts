import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { freeBlock } from "../support/ports.ts";

/** One running system for all tests of this folder, with a state of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "palais-system-"));
  const system = await startSystem({ home, port: await freeBlock(5_200), ...assembly() });
  const tokenOf = (group: string) =>
    system.users.find(({ groups }) => groups.some((each) => each === group))?.idToken ?? "";
  project.provide("running", {
    api: system.api,
    mailbox: system.mailbox,
    dynamodb: system.dynamodb,
    table: system.table,
    home,
    tokens: { secretariat: tokenOf("secretariat"), reviewer: tokenOf("reviewer"), "entry-desk": tokenOf("entry-desk") },
  });
  return async () => {
    await system.stop();
    await rm(home, { recursive: true, force: true });
  };
}
