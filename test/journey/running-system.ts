import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/dynamodb/table.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import { startSystem } from "../../local/system.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";

/** A local system for the journey. */
export interface JourneySystem {
  readonly api: string;
  readonly mailbox: string;
  /** The folder of its state, with the raw emails under `mail/`. */
  readonly home: string;
  readonly table: Table;
  readonly tokens: Readonly<Record<StaffGroup, string>>;
}

/** The content of `local.json`, which the system also returns to its starter. */
interface SystemAddresses {
  readonly api: string;
  readonly mailbox: string;
  readonly dynamodb: string;
  readonly table: string;
  readonly users: readonly { readonly groups: readonly string[]; readonly idToken: string }[];
}

/** The system that runs with this home, if any. */
export async function findJourneySystem(home: string): Promise<JourneySystem | undefined> {
  const file = path.join(home, "local.json");
  if (!existsSync(file)) return undefined;
  const system = toJourneySystem(home, JSON.parse(readFileSync(file, "utf8")) as SystemAddresses);
  const answers = await fetch(`${system.api}/v1/openapi.json`).then(
    ({ ok }) => ok,
    () => false,
  );
  return answers ? system : undefined;
}

/** Starts a system with its own home and ports for the work, and removes it afterwards. */
export async function withOwnSystem<T>(work: (system: JourneySystem) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), "palais-journey-"));
  const system = await startSystem({ home, port: await findFreePortBlock(4_800), ...getAssembly() });
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
    return await work(toJourneySystem(home, system));
  } finally {
    // The work fails as soon as an interrupted system stops; the interruption ends the process.
    await (ending ?? tidyUp());
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

function toJourneySystem(home: string, { api, mailbox, dynamodb, table, users }: SystemAddresses): JourneySystem {
  const findToken = (group: StaffGroup) => {
    const user = users.find(({ groups }) => groups.includes(group));
    if (!user) throw new Error(`the local system has no account in the group ${group}`);
    return user.idToken;
  };
  const tokens = {
    secretariat: findToken("secretariat"),
    reviewer: findToken("reviewer"),
    "entry-desk": findToken("entry-desk"),
  };
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: dynamodb, region: "eu-central-1", credentials });
  return { api, mailbox, home, table: { client, name: table }, tokens };
}
