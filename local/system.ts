import { runBackends } from "./backends.ts";
import type { User } from "./cognito/accounts.ts";
import { runEntrances } from "./entrances.ts";
import { openHome, remove, writeJson } from "./home.ts";
import { type Inventory, takeInventory } from "./inventory.ts";
import { apiUrl } from "./name-resources.ts";
import type { SystemOptions } from "./options.ts";
import { checkPorts, loopback, portsFrom } from "./ports.ts";
import { silent } from "./progress.ts";
import { RunnerRecord } from "./runner-record.ts";
import { loadSeeds } from "./seeds/load.ts";
import { Teardown } from "./teardown.ts";

/** What `.palais/local.json` says, while the system runs. */
export interface Description {
  readonly api: string;
  readonly web: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly table: string;
  /** The bucket of what people handed in, for `npm run backup`. */
  readonly documents: { readonly endpoint: string; readonly bucket: string };
  /** The queue of mails that were given up, for `npm run redrive`. */
  readonly givenUpMails: string;
  readonly users: readonly User[];
}

export interface System extends Description {
  /** The folder of the state; `mail/` in it has every mail. */
  readonly home: string;
  inventory(): Promise<Inventory>;
  /** Takes nothing new, lets what runs finish for up to three seconds, and ends all processes. */
  stop(): Promise<void>;
  /** Ends all at once, in the middle of whatever it does, as a crash would. */
  kill(): Promise<void>;
}

/** Staff tokens live for an hour, and whoever reads local.json wants one that still works for a while. */
const renewEvery = 900_000;

/** Runs what the template says, on this machine. @throws StartError with what a person can do about it */
export async function startSystem(options: SystemOptions): Promise<System> {
  const teardown = new Teardown();
  try {
    return await bringUp(options, teardown);
  } catch (error) {
    await teardown.run("stop");
    throw error;
  }
}

async function bringUp(options: SystemOptions, teardown: Teardown): Promise<System> {
  const { progress = silent, seeds = true } = options;
  const ports = portsFrom(options.port);
  const api = apiUrl(ports.api);
  const home = openHome(options.home);
  const record = await RunnerRecord.take(home, api, progress.remark);
  teardown.add(() => record.release());
  await checkPorts(
    ports,
    options.dynamodb === undefined
      ? ["api", "mailbox", "dynamodb", "cognito", "documents", "queues"]
      : ["api", "mailbox", "cognito", "documents", "queues"],
  );
  const house = { home, record, remark: progress.remark };
  const backends = await runBackends({ house, ports, progress, options, teardown });
  const running = await runEntrances(backends, progress, teardown, options.loadFunctions);
  const description: Description = {
    api,
    web: api,
    mailbox: `http://${loopback}:${ports.mailbox}`,
    dynamodb: backends.endpoints.dynamodb,
    table: backends.tables.names[0] ?? "",
    documents: { endpoint: backends.endpoints.s3, bucket: backends.documents.bucket },
    givenUpMails: backends.givenUpMails,
    users: backends.accounts.users,
  };
  if (seeds)
    await progress.part(
      "seeds",
      () => seed(description),
      (made) => made.join(", ") || "there already",
    );
  await keepDescribed(home.local, description, backends.accounts.renew, teardown);
  return { ...description, home: home.folder, inventory: () => takeInventory(running), ...ending(teardown) };
}

function ending(teardown: Teardown): Pick<System, "stop" | "kill"> {
  return { stop: () => teardown.run("stop"), kill: () => teardown.run("kill") };
}

function seed({ api, users }: Description): Promise<string[]> {
  const idToken = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return loadSeeds({ api, idToken, now: Date.now() });
}

/** Writes local.json now that everything answers, and again with new tokens from time to time. */
async function keepDescribed(
  file: string,
  description: Description,
  renew: () => Promise<User[]>,
  teardown: Teardown,
): Promise<void> {
  await writeJson(file, description);
  const again = async () => writeJson(file, { ...description, users: await renew() });
  const timer = setInterval(() => void again().catch(() => {}), renewEvery);
  teardown.add(async () => {
    clearInterval(timer);
    await remove(file);
  });
}
