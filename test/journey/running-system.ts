import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { StaffGroup } from "#shared/contract/routes.ts";
import type { Table } from "#shared/store/table.ts";
import { startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { freeBlock } from "../support/ports.ts";

/** A local system that the journey may drive. */
export interface RunningSystem {
  readonly api: string;
  readonly mailbox: string;
  /** Where its state lies; the raw mails under `mail/`. */
  readonly home: string;
  readonly table: Table;
  readonly tokens: Readonly<Record<StaffGroup, string>>;
}

/** What a local system says of itself, in `local.json` and to who starts it. */
interface Addresses {
  readonly api: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly table: string;
  readonly users: readonly { readonly groups: readonly string[]; readonly idToken: string }[];
}

/** The system that runs with this home, or none. */
export async function findSystem(home: string): Promise<RunningSystem | undefined> {
  const file = path.join(home, "local.json");
  if (!existsSync(file)) return undefined;
  const system = systemOf(home, JSON.parse(readFileSync(file, "utf8")) as Addresses);
  const answers = await fetch(`${system.api}/v1/openapi.json`).then(
    ({ ok }) => ok,
    () => false,
  );
  return answers ? system : undefined;
}

/** Works with a system of its own, in a home and on ports of its own, and leaves nothing of it behind. */
export async function withOwnSystem<T>(work: (system: RunningSystem) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), "palais-journey-"));
  const system = await startSystem({ home, port: await freeBlock(4_800), ...assembly() });
  const tidyUp = async () => {
    await system.stop();
    await rm(home, { recursive: true, force: true });
  };
  let ending: Promise<void> | undefined;
  const interrupted = () => {
    ending ??= tidyUp().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    return await work(systemOf(home, system));
  } finally {
    // The work fails as soon as an interrupted system goes away; the interruption ends the process.
    await (ending ?? tidyUp());
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

function systemOf(home: string, { api, mailbox, dynamodb, table, users }: Addresses): RunningSystem {
  const tokenOf = (group: StaffGroup) => {
    const user = users.find(({ groups }) => groups.includes(group));
    if (!user) throw new Error(`the local system has no account in the group ${group}`);
    return user.idToken;
  };
  const tokens = {
    secretariat: tokenOf("secretariat"),
    reviewer: tokenOf("reviewer"),
    "entry-desk": tokenOf("entry-desk"),
  };
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: dynamodb, region: "eu-central-1", credentials });
  return { api, mailbox, home, table: { client, name: table }, tokens };
}
