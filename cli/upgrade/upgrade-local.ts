import path from "node:path";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { assertNoUnfinishedRestore, openHome } from "../../local/home.ts";
import { synthesisNotice, Teardown } from "../../local/lifecycle.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { assertHoldsSystem, runStorage } from "../../local/storage.ts";
import { openLocalTable } from "../target.ts";
import { type UpgradeReport, upgradeTable } from "./upgrade-table.ts";

/**
 * Upgrades the state of a local system that is stopped. Only its database runs meanwhile, on a free port.
 * @param location a home, and a synthesized app; by default the app is synthesized
 * @param log is told what takes long
 * @throws Error if the folder contains no system, or a running one
 */
export async function upgradeLocalSystem(
  location: { readonly folder: string; readonly cdkOut?: string },
  log: (text: string) => void = () => {},
): Promise<UpgradeReport | undefined> {
  const folder = path.resolve(location.folder);
  assertHoldsSystem(folder);
  assertNoUnfinishedRestore(folder);
  const teardown = new Teardown();
  const home = openHome(folder);
  const record = await RunnerRecord.acquire(
    home,
    "an upgrade",
    () => {},
    "An upgrade needs a stopped system: stop it, and repeat the command.",
  );
  try {
    if (location.cdkOut === undefined) log(synthesisNotice);
    const database = await runStorage(home, record, location.cdkOut, teardown);
    return await upgradeTable(toCommandStore(openLocalTable(database)));
  } finally {
    await teardown.run("stop");
    await record.release();
  }
}
