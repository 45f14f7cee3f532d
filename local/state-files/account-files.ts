import path from "node:path";
import * as z from "zod/mini";
import { StartError } from "../errors.ts";
import { parseJsonObject } from "../home.ts";
import { archivedWayOut, collectFaults, type StateFiles } from "./state-files.ts";

/** Where the emulator of Cognito stores a file for each user pool, and one for all clients. */
const poolFolder = path.join("cognito", ".cognito", "db");
const clientsFile = "clients.json";

const poolSchema = z.looseObject({
  Options: z.looseObject({ Id: z.string() }),
  Users: z.record(z.string(), z.looseObject({})),
});

const homeWayOut =
  "Restore a backup of this system into another folder (npm run restore), and copy its folder cognito/. Without a " +
  "backup, remove accounts.json: the next start creates new local accounts, and all other staff must be invited again " +
  '(docs/local.md, "Lost accounts").';

/**
 * A home that has had accounts has the file of their pool. A start that made another pool would leave every member of
 * staff without an account, and without what belongs to it.
 * @throws StartError that names what is lost or damaged
 */
export function assertAccountsKept(files: StateFiles): void {
  if (files.read("accounts.json") === undefined) return;
  const wayOut = files.isArchived ? archivedWayOut("Lost accounts") : homeWayOut;
  const pools = files.list(poolFolder).filter((name) => name.endsWith(".json") && name !== clientsFile);
  if (pools.length === 0)
    throw new StartError(`The accounts of the staff, ${files.toName("cognito")}, are lost. ${wayOut}`);
  for (const name of pools) {
    const file = path.join(poolFolder, name);
    const pool = z.safeParse(poolSchema, parseJsonObject(files.read(file) ?? ""));
    if (pool.success && Object.keys(pool.data.Users).length > 0) continue;
    throw new StartError(`The accounts of the staff are lost: ${files.toName(file)} contains none. ${wayOut}`);
  }
}

/** What is wrong with the accounts, each in one sentence; empty if they are there. */
export const findAccountFaults = (files: StateFiles): readonly string[] =>
  collectFaults(() => assertAccountsKept(files));
