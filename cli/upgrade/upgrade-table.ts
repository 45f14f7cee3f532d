import type { CommandStore } from "#shared/commands/command-store.ts";
import {
  beginUpgrade,
  currentForm,
  endUpgrade,
  findStoredFormFault,
  loadStoredForm,
} from "#shared/dynamodb/stored-form.repository.ts";
import { getItem, type Item, scanItems } from "#shared/dynamodb/table.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import type { RowFinding } from "../verify-counters/finding.ts";
import { putIfAsSeen } from "../verify-counters/repair.repository.ts";
import { type RepairResult, repairConference } from "../verify-counters/repair.ts";
import { sortStoredRows, toOwnKey } from "../verify-counters/stored-rows.ts";
import { type UpgradeStep, upgradeSteps } from "./steps.ts";

/** What an upgrade did. */
export interface UpgradeReport {
  readonly from: number;
  readonly to: number;
  /** The rows that were written in the new form. */
  readonly items: number;
  /** What follows from the rows and was written again, and what could not be. */
  readonly results: readonly RepairResult[];
  /** Rows that can't be read. They stay as they are. */
  readonly unreadable: readonly RowFinding[];
}

/** How long one row is tried to be written, in ms. */
const writeTimeoutMs = 60_000;

/** The rows that are written at the same time. */
const concurrency = 16;

/**
 * Brings a table to the current form, step by step, and then everything that follows from the rows. Each row is written
 * only if it is still as it was read, and a row in the new form stays, so that an interrupted upgrade is repeated.
 * @returns `undefined` if there is nothing to upgrade
 * @throws Error for a table of a newer version, or of one whose figures can't be trusted
 */
export async function upgradeTable(store: CommandStore): Promise<UpgradeReport | undefined> {
  const stored = await loadStoredForm(store);
  const from = stored?.upgradingFrom ?? stored?.form;
  const first = upgradeSteps.findIndex((step) => step.from === from);
  if (!stored || from === undefined || first < 0) return assertNothingToUpgrade(store);
  if (stored.upgradingFrom === undefined && !(await beginUpgrade(store, from)))
    throw new Error(`The form of ${store.name} changed meanwhile: another upgrade may be running. Run it again.`);
  let items = 0;
  for (const step of upgradeSteps.slice(first)) items += await applyStep(store, step);
  const { byConference, unreadable } = sortStoredRows(await Array.fromAsync(scanItems(store)));
  const results: RepairResult[] = [];
  for (const conferenceId of byConference.keys()) results.push(...(await repairConference(store, conferenceId)));
  await endUpgrade(store);
  return { from, to: currentForm, items, results, unreadable };
}

async function assertNothingToUpgrade(store: CommandStore): Promise<undefined> {
  const fault = await findStoredFormFault(store);
  if (fault) throw new Error(`The table ${store.name} can't be upgraded: ${fault}`);
}

/** @returns the number of rows that were written */
async function applyStep(store: CommandStore, step: UpgradeStep): Promise<number> {
  const items = await Array.fromAsync(scanItems(store));
  const upgradeItem = step.prepare(items);
  const written = await mapConcurrent(items, concurrency, (item) => upgradeRow(store, item, upgradeItem));
  return written.filter(Boolean).length;
}

/** @returns whether the row was written */
async function upgradeRow(store: CommandStore, item: Item, upgradeItem: (item: Item) => Item): Promise<boolean> {
  let seen: Item | undefined = item;
  while (seen) {
    const after = upgradeItem(seen);
    if (after === seen) return false;
    if (await putIfAsSeen(store, after, seen, Date.now() + writeTimeoutMs)) return true;
    seen = await getItem(store, toOwnKey(seen));
  }
  return false;
}
