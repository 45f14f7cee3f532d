import { existsSync } from "node:fs";
import { findStoredFormFault } from "#shared/dynamodb/stored-form.repository.ts";
import { scanItems } from "#shared/dynamodb/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { type Backends, runBackends } from "./backends.ts";
import type { LocalUser } from "./cognito/user-pool.ts";
import type { SystemOptions } from "./context.ts";
import { isDamagedDatabase, toDamagedDatabaseError } from "./dynamodb/damaged-database.ts";
import { mendStoredRows } from "./dynamodb/mend-rows.ts";
import { runEntryPoints, type SystemInventory, takeInventory } from "./entry-points.ts";
import { StartError } from "./errors.ts";
import { describeDiskFault, describeFullDisk, leastRoom, readRoom, watchDisk } from "./full-disk.ts";
import {
  assertNoUnfinishedRestore,
  hasLocalState,
  type LocalHome,
  openHome,
  removeFile,
  toHome,
  writeJson,
} from "./home.ts";
import { type StartProgress, silentProgress, Teardown } from "./lifecycle.ts";
import { mendCounters } from "./mend-counters.ts";
import { assertPortsFree, type Ports, toLoopbackUrl, toPortBlock } from "./network.ts";
import { RunnerRecord } from "./runner-record.ts";
import { loadSeeds } from "./seeds/seeds.ts";
import { assertAccountsKept } from "./state-files/account-files.ts";
import { openHomeFiles } from "./state-files/state-files.ts";
import { readSnapshot } from "./storage.ts";
import { toApiUrl } from "./template/name-resources.ts";

/** The content of `.palais/local.json` while the system runs. */
export interface SystemDescription {
  readonly api: string;
  readonly web: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly table: string;
  /** The documents bucket, for `npm run backup`. */
  readonly documents: { readonly endpoint: string; readonly bucket: string };
  /** The queue of emails that failed permanently, for `npm run redrive`. */
  readonly emailDlqUrl: string;
  /** The secret of the distribution and its APIs, for `npm run rotate-origin-secret`. */
  readonly originSecret: {
    readonly secretsManager: string;
    readonly cloudFront: string;
    readonly secret: string;
    readonly distribution: string;
  };
  readonly users: readonly LocalUser[];
}

export interface LocalSystem extends SystemDescription {
  /** The folder of the state. Its folder `mail/` contains every email. */
  readonly home: string;
  takeInventory(): Promise<SystemInventory>;
  /** Accepts no new requests, waits up to three seconds for running invocations, and ends all processes. */
  stop(): Promise<void>;
  /** Ends everything at once, as a crash does. */
  kill(): Promise<void>;
}

/**
 * ID tokens are valid for an hour. The tokens in local.json are renewed early, so that they stay usable for a while.
 */
const tokenRenewalMs = 900_000;

/** Runs the resources of the template on this machine. @throws StartError with what the user can do */
export async function startSystem(options: SystemOptions): Promise<LocalSystem> {
  const teardown = new Teardown();
  const down = Promise.withResolvers<never>();
  // After the start a process that stays down is only reported.
  down.promise.catch(() => {});
  try {
    return await Promise.race([startParts(options, teardown, down.reject), down.promise]);
  } catch (error) {
    const fault = await toStartFault(error, options.home);
    await teardown.run("stop");
    throw fault;
  }
}

/** @returns the StartError of an error that the disk or the file of the database explains, or the error itself */
async function toStartFault(error: unknown, folder: string): Promise<unknown> {
  const effect = "the system was not started";
  const fault = await describeDiskFault(error, folder, effect);
  if (fault !== undefined) return new StartError(fault);
  const isFull = !(error instanceof StartError) && (await readRoom(folder)) < leastRoom;
  if (isFull) return new StartError(await describeFullDisk(folder, effect));
  return isDamagedDatabase(error) ? toDamagedDatabaseError(toHome(folder).database, error) : error;
}

async function startParts(
  options: SystemOptions,
  teardown: Teardown,
  onDown: (fault: StartError) => void,
): Promise<LocalSystem> {
  const { progress = silentProgress, seeds = true } = options;
  const ports = toPortBlock(options.port);
  const api = toApiUrl(ports.api);
  assertNoUnfinishedRestore(options.home);
  const home = openHome(options.home);
  const record = await RunnerRecord.acquire(home, api, progress.log);
  teardown.add(() => record.release());
  const parts = Object.keys(ports) as (keyof Ports)[];
  await assertPortsFree(ports, options.dynamodb === undefined ? parts : parts.filter((part) => part !== "dynamodb"));
  assertAccountsKept(openHomeFiles(home.folder));
  const runner = { home, record, log: progress.log, onDown };
  if (options.dynamodb === undefined && hasLocalState(home.folder)) await mendRows(home, progress);
  const backends = await runBackends({ runner, ports, progress, options, teardown });
  await assertStoredForm(backends, home.folder);
  await mendHome(backends, options, progress);
  const running = await runEntryPoints(backends, progress, teardown, options.loadFunctions);
  const { endpoints, tables, documents, secrets, emailDlqUrl, accounts } = backends;
  const description: SystemDescription = {
    api,
    web: api,
    mailbox: toLoopbackUrl(ports.mailbox),
    dynamodb: options.dynamodb ?? toLoopbackUrl(ports.dynamodb),
    table: tables.names[0] ?? "",
    documents: { endpoint: endpoints.s3, bucket: documents.bucket },
    emailDlqUrl,
    originSecret: {
      secretsManager: endpoints.secretsManager,
      cloudFront: running.distribution.management.endpoint,
      secret: secrets.arns[0] ?? "",
      distribution: running.distribution.management.distributionId,
    },
    users: accounts.users,
  };
  if (seeds)
    await progress.runStep(
      "seeds",
      () => seedConferences(description),
      (created) => created.join(", ") || "already loaded",
    );
  await saveDescriptionRegularly(home.descriptionFile, description, accounts.renewTokens, teardown);
  // Until here, the start itself says that the disk is full.
  teardown.add(watchDisk(home.folder, progress.log));
  return {
    ...description,
    home: home.folder,
    takeInventory: () => takeInventory(running),
    stop: () => teardown.run("stop"),
    kill: () => teardown.run("kill"),
  };
}

/** Mends the rows of a stopped database and its indexes, before the database starts. A large one takes a while. */
async function mendRows({ database, accountsFile }: LocalHome, progress: StartProgress): Promise<void> {
  const { unreadable, indexed } = await progress.runStep(
    "rows",
    // Accounts follow the tables: a home that has them had tables, too.
    async () => mendStoredRows(database, existsSync(accountsFile)),
    (rows) => (rows.unreadable.length === 0 ? "every row can be read" : `${rows.unreadable.length} can't be read`),
    (rows) => rows.unreadable.length === 0,
  );
  for (const row of unreadable)
    progress.log(`${row} can't be read and was set aside: npm run verify-counters -- --repair`);
  if (indexed > 0) progress.log(`mended: rows of indexes that did not follow from their items (${indexed})`);
}

/** Mends the counters of the home before a function runs. */
async function mendHome(
  { tables: { client, names } }: Backends,
  { home, dynamodb }: SystemOptions,
  progress: StartProgress,
): Promise<void> {
  const store = toCommandStore({ client, name: names[0] ?? "" });
  const lines = await progress.runStep(
    "counters",
    async () =>
      mendCounters(store, dynamodb === undefined ? readSnapshot(home) : await Array.fromAsync(scanItems(store))),
    (found) => (found.length === 0 ? "equal the rows" : `${found.length} to look at`),
    (found) => found.length === 0,
  );
  for (const line of lines) progress.log(line);
}

/** @throws StartError for a home that another version of Palais has written */
async function assertStoredForm({ tables }: Backends, folder: string): Promise<void> {
  const fault = await findStoredFormFault({ client: tables.client, name: tables.names[0] ?? "" });
  if (fault)
    throw new StartError(`The state in ${folder} can't be used: ${fault} Move the folder away for empty state.`);
}

function seedConferences({ api, users }: SystemDescription): Promise<string[]> {
  const idToken = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return loadSeeds({ api, idToken, now: Date.now() });
}

/** Writes local.json, and writes it again with new tokens from time to time. */
async function saveDescriptionRegularly(
  file: string,
  description: SystemDescription,
  renewTokens: () => Promise<LocalUser[]>,
  teardown: Teardown,
): Promise<void> {
  await writeJson(file, description);
  const renew = async () => writeJson(file, { ...description, users: await renewTokens() });
  const timer = setInterval(() => void renew().catch(() => {}), tokenRenewalMs);
  teardown.add(async () => {
    clearInterval(timer);
    await removeFile(file);
  });
}
