import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "../../local/network.ts";
import { ensureDebianPackages } from "../../test/support/debian.ts";

const binaries = "/usr/lib/postgresql/15/bin";

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface Cluster {
  readonly connection: Connection;
  /** The settings that decide what a commit survives, as the server reports them. */
  readonly durability: string;
  stop(): Promise<void>;
}

/**
 * The data that Palais keeps, as tables: the venue's counter, registrations, the uniqueness of a person, the journal.
 */
const schema = `
CREATE TABLE venue (
  conference_id text PRIMARY KEY,
  cap integer NOT NULL,
  taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0)
) WITH (fillfactor = 50);

CREATE TABLE registration (
  registration_id text PRIMARY KEY,
  conference_id text NOT NULL,
  version integer NOT NULL,
  accreditation text NOT NULL,
  seat text NOT NULL,
  category text NOT NULL,
  submitted_at timestamptz NOT NULL,
  last_change text NOT NULL,
  data jsonb NOT NULL
);
CREATE INDEX ON registration (conference_id, accreditation, submitted_at);
CREATE INDEX ON registration (conference_id, submitted_at) WHERE seat = 'waiting';

CREATE TABLE person (
  conference_id text NOT NULL,
  address_digest text NOT NULL,
  registration_id text NOT NULL,
  PRIMARY KEY (conference_id, address_digest)
);

CREATE TABLE journal (
  change_id text PRIMARY KEY,
  conference_id text NOT NULL,
  at timestamptz NOT NULL,
  data jsonb NOT NULL,
  mail text NOT NULL,
  mail_state text NOT NULL DEFAULT 'queued'
);
CREATE INDEX ON journal (at) WHERE mail_state <> 'sent';
`;

/** PostgreSQL refuses to run as root, so root runs it as the user that its package creates. */
const [user, runAs] = process.getuid?.() === 0 ? ["postgres", ["runuser", "-u", "postgres", "--"]] : ["bench", []];

/**
 * Starts a private PostgreSQL on the loopback with the settings of its package. Its data is in a temporary folder,
 * which is removed when it stops.
 */
export async function startCluster(): Promise<Cluster> {
  ensureDebianPackages(["postgresql-15"]);
  const folder = await mkdtemp(join(tmpdir(), "palais-peer-"));
  await chmod(folder, 0o777);
  const data = join(folder, "data");
  runProgram("initdb", "-D", data, "-U", user, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8");
  const port = await findFreePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: 100,
    shared_buffers: "512MB",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command = "", ...rest] = [...runAs, join(binaries, "postgres"), "-D", data, ...options];
  const child = spawn(command, rest, { stdio: "ignore", cwd: "/" });
  const connection = { host: "127.0.0.1", port, user, database: "postgres" };
  const stop = () => stopServer(child, folder, data);
  try {
    return { connection, durability: await createSchema(connection), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function runProgram(program: string, ...args: readonly string[]): void {
  const [command = "", ...rest] = [...runAs, join(binaries, program), ...args];
  const { status, stderr } = spawnSync(command, rest, { encoding: "utf8", cwd: "/" });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

async function createSchema(connection: Connection): Promise<string> {
  const client = await connectWithRetry(connection);
  await client.query(schema);
  const { rows } = await client.query<{ settings: string }>(
    `SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) AS settings FROM pg_settings
     WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')`,
  );
  await client.end();
  return rows[0]?.settings ?? "";
}

async function connectWithRetry(connection: Connection): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(connection);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
}

/** A fast shutdown. The signal goes to the server by the id in its file: the child's id may be that of `runuser`. */
async function stopServer(child: ChildProcess, folder: string, data: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGINT");
  await ended;
  await rm(folder, { recursive: true, force: true });
}
