import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ensureDebianPackages } from "../../test/support/debian.ts";
import { freePort } from "../../test/support/ports.ts";
import { schema } from "./schema.ts";

const binaries = "/usr/lib/postgresql/15/bin";

/** How a client reaches the database. */
export interface Reach {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface Cluster {
  readonly reach: Reach;
  /** The settings that decide what a commit has survived, as the server itself says them. */
  readonly durability: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made. */
const [user, asUser] = process.getuid?.() === 0 ? ["postgres", ["runuser", "-u", "postgres", "--"]] : ["bench", []];

function run(program: string, args: readonly string[]): void {
  const [command = "", ...rest] = [...asUser, join(binaries, program), ...args];
  const { status, stderr } = spawnSync(command, rest, { encoding: "utf8", cwd: "/" });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

/** A private PostgreSQL on the loopback, its data in a folder that goes with it, its settings as the package has them. */
export async function startCluster(): Promise<Cluster> {
  ensureDebianPackages(["postgresql-15"]);
  const folder = await mkdtemp(join(tmpdir(), "palais-peer-"));
  await chmod(folder, 0o777);
  const data = join(folder, "data");
  run("initdb", ["--pgdata", data, "--username", user, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]);
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: 100,
    shared_buffers: "512MB",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command = "", ...rest] = [...asUser, join(binaries, "postgres"), "-D", data, ...options];
  const child = spawn(command, rest, { stdio: "ignore", cwd: "/" });
  const reach = { host: "127.0.0.1", port, user, database: "postgres" };
  const end = () => stop(child, folder, data);
  try {
    return { reach, durability: await prepare(reach), stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function prepare(reach: Reach): Promise<string> {
  const client = await connect(reach);
  await client.query(schema);
  const { rows } = await client.query<{ said: string }>(
    `SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) AS said FROM pg_settings
     WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')`,
  );
  await client.end();
  return rows[0]?.said ?? "";
}

async function connect(reach: Reach): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(reach);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
}

/** The fast shutdown, sent to the server itself, by the number it wrote down. */
async function stop(child: ChildProcess, folder: string, data: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // Of the child the number would be that of runuser.
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGINT");
  await ended;
  await rm(folder, { recursive: true, force: true });
}
