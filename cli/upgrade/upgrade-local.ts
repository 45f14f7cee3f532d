import path from "node:path";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { assertNoUnfinishedRestore, openHome } from "../../local/home.ts";
import { Teardown } from "../../local/lifecycle.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { assertHoldsSystem, runStorage } from "../../local/storage.ts";
import { openLocalTable } from "../target.ts";
import { type UpgradeReport, upgradeTable } from "./upgrade-table.ts";

/**
 * Upgrades the state of a local system that is stopped. Only its database runs meanwhile, on a free port.
 * @param cdkOut a synthesized app; by default the app is synthesized
 * @throws Error if the folder contains no system, or a running one
 */
export async function upgradeLocalSystem(location: {
  readonly folder: string;
  readonly cdkOut?: string;
}): Promise<UpgradeReport | undefined> {
  const folder = path.resolve(location.folder);
  assertHoldsSystem(folder);
  assertNoUnfinishedRestore(folder);
  const teardown = new Teardown();
  const home = openHome(folder);
  const record = await RunnerRecord.acquire(home, "an upgrade", () => {});
  try {
    const database = await runStorage(home, record, location.cdkOut, teardown);
    return await upgradeTable(toCommandStore(openLocalTable(database)));
  } finally {
    await teardown.run("stop");
    await record.release();
  }
}
