import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { endAllSessions, listOpenSessions, storeSession, toStaffOwner } from "#shared/auth/sessions.repository.ts";
import { saveStaffEmail } from "#shared/auth/staff.repository.ts";
import { type ArchiveLine, writeArchive } from "../../cli/backup/archive.ts";
import { toHome } from "../../local/home.ts";
import { startTable, type TestTable } from "../support/table.ts";
import type { AccountServer } from "./support/aws-account.ts";
import { createState, region, startReadyAccount, toEnvironment } from "./support/deployment.ts";
import { type CliRun, localAws, runCli } from "./support/run-cli.ts";

let started: TestTable;
/** A home with something that is no database. */
let folder: string;
beforeAll(async () => {
  started = await startTable();
  folder = await mkdtemp(join(tmpdir(), "palais-commands-"));
  await writeFile(toHome(folder).database, "no database");
});
afterAll(async () => {
  await started.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command on the table as on one of a deployed system. */
const runOnTable = (name: string, ...args: readonly string[]): Promise<CliRun> =>
  runCli(name, [...args, "--table", started.table.name], {
    ...localAws,
    AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
  });

describe("sign-out", () => {
  const [first, second] = ["11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-666666666666"] as const;
  const ownerOf = (id: string) => toStaffOwner(id);
  const listOpen = async () => {
    const now = Date.now();
    const sessions = await Promise.all(
      [first, second].map((id) => listOpenSessions(started.table, ownerOf(id), { now, idle: 3_600_000 })),
    );
    return sessions.map(({ length }) => length);
  };
  const openSessions = async () => {
    const now = Date.now();
    for (const id of [first, second])
      await storeSession(started.table, ownerOf(id), { sessionId: `s${now}`, begunAt: now, usedAt: now });
  };

  afterEach(() => endAllSessions(started.table, Date.now()));

  test("with --all ends the sessions of all users", async () => {
    await openSessions();
    expect(await listOpen()).toEqual([1, 1]);
    expect(await runOnTable("sign-out", "--all")).toEqual({
      printed: "All sessions of all users until now are ended.\n",
      code: 0,
    });
    expect(await listOpen()).toEqual([0, 0]);
  });

  test.each([
    { by: "--id", of: "a user who left, by the sub", value: first, named: first },
    {
      by: "--email",
      of: "a member of staff, by the address",
      value: "Lea@example.org",
      named: `${first} with the address Lea@example.org`,
    },
  ])("with $by ends those of $of, and no others, and names the user", async ({ by, value, named }) => {
    await saveStaffEmail(started.table, { id: first, email: "lea@example.org" }, new Date().toISOString());
    await openSessions();
    expect(await runOnTable("sign-out", by, value)).toEqual({
      printed:
        `All sessions of the user ${named} until now are ended. ` +
        "A user who is not disabled in Cognito can sign in again.\n",
      code: 0,
    });
    expect(await listOpen()).toEqual([0, 1]);
  });

  test.each([
    { name: "no user", args: [], says: "Give one of --email, --id and --all. Usage: npm run sign-out -- (" },
    { name: "two users", args: ["--all", "--id", first], says: "Give one of" },
    { name: "an --id that is no sub", args: ["--id", "lea"], says: "the sub of a user is a UUID" },
    {
      name: "an address that has not opened the console",
      args: ["--email", "who@example.org"],
      says: "No session was ended: no one has opened the console with the address who@example.org.",
    },
  ])("for $name is refused in one line", async ({ args, says }) => {
    const { printed, code } = await runOnTable("sign-out", ...args);
    expect(printed).toMatch(/^[^\n]+\n$/);
    expect(printed).toContain(says);
    expect(code).toBe(2);
  });
});

describe("a command that can't run says why in one line", () => {
  const noAws = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };

  test.each([
    { name: "an argument that is no option", args: ["x"], says: /^Unexpected argument 'x'\. Usage: npm run / },
    { name: "an unknown option", args: ["--x"], says: /^Unknown option '--x'\. Usage: npm run / },
    { name: "no region", args: ["--table", "x"], environment: () => noAws, says: /^No AWS region\. Set AWS_REGION/ },
    {
      name: "no credentials",
      args: ["--table", "x"],
      environment: () => ({ ...noAws, AWS_REGION: "eu-central-1" }),
      says: /^No AWS credentials \(Could not load credentials from any providers\)\. Sign in/,
    },
    {
      name: "no such table",
      args: ["--table", "x"],
      environment: () => ({ ...localAws, AWS_ENDPOINT_URL_DYNAMODB: started.endpoint }),
      says: /^This account and region do not have it: .*not found/,
    },
    {
      name: "a mistyped folder",
      args: [],
      environment: () => ({ PALAIS_HOME: "/nosuch" }),
      says: /^There is no Palais system in \/nosuch\. Set PALAIS_HOME/,
    },
    {
      name: "a database that is none",
      args: [],
      environment: () => ({ PALAIS_HOME: folder }),
      says: /^\/.*dynamodb\.db is damaged \(file is not a database\)\. .* npm run restore/,
    },
  ])("$name", async ({ args, environment = () => ({}), says }) => {
    const { printed, code } = await runCli("status", args, environment());
    expect(printed).toMatch(/^[^\n]+\n$/);
    expect(printed).toMatch(says);
    expect(code).toBe(2);
  });

  test("a command for a running system that is stopped", async () => {
    const { printed, code } = await runCli("sign-out", ["--all"], { PALAIS_HOME: folder });
    expect(printed).toBe(
      `The system in ${folder} is not running. Start it with npm start, or give the options of a deployed system.\n`,
    );
    expect(code).toBe(2);
  });
});

test.each(["zzz", "12", "12:zzz", `x:${"0".repeat(64)}`])(
  "audit with --head %s is refused, and is no difference",
  async (head) => {
    const { printed, code } = await runCli("audit", ["--conference", "c", "--head", head], { PALAIS_HOME: "/nosuch" });
    expect(printed).toMatch(
      /^--head must be a head that was printed before, NUMBER:HASH, [^\n]+ Usage: npm run audit /,
    );
    expect(code).toBe(2);
  },
);

test.each(["redrive", "sign-out", "audit", "trace-mail", "rebuild"])(
  "--help of %s says that the local system must run",
  async (name) => {
    expect((await runCli(name, ["--help"])).printed).toMatch(/the running local system|the local system must run/);
  },
);

test("beside an unfinished restore and without a system, status shows it and others name it", async () => {
  const home = join(folder, "lost");
  await mkdir(`${home}.restoring`);
  const status = await runCli("status", [], { PALAIS_HOME: home });
  expect(status.printed).toBe(
    ` !  restore  ${home}.restoring is an unfinished restore: repeat it with npm run restore, or remove that folder\n\n` +
      "1 needs a person: docs/operations.md, docs/runbooks\n",
  );
  expect(status.code).toBe(1);
  const { printed, code } = await runCli("verify-counters", [], { PALAIS_HOME: home });
  expect(printed).toMatch(/^\S+lost\.restoring is an unfinished restore\. Repeat it: [^\n]+\n$/);
  expect(code).toBe(2);
});

test.each(["restore", "upgrade"])("%s in a place where no folder can be made ends, and says so", async (name) => {
  const home = "/proc/palais";
  const file = join(folder, "b.gz");
  await rm(file, { force: true });
  await writeArchive(file, lines(), async () => {});
  const { printed, code } = await runCli(name, name === "restore" ? ["--from", file] : [], { PALAIS_HOME: home });
  expect(printed).toMatch(
    name === "restore"
      ? /^The folder \/proc\/palais\.restoring can't be created \(ENOENT\)/
      : /^There is no Palais system/,
  );
  expect(code).toBe(2);
});

async function* lines(): AsyncGenerator<ArchiveLine> {
  yield { item: { PK: { S: "a" }, SK: { S: "b" } } };
}

test("--help explains the usage, every option and the exit codes, and runs nothing", async () => {
  const { printed, code } = await runCli("status", ["--help", "--table", "x"], { PALAIS_HOME: "/nosuch" });
  expect(printed).toMatch(/^Usage: npm run status -- /);
  expect([...printed.matchAll(/^ {2}(--\w+) VALUE {2,}\w/gm)].map(([, option]) => option)).toEqual([
    "--stack",
    "--table",
    "--queue",
  ]);
  expect(printed).toMatch(/\nExit codes: 0 [^\n]*, 1 [^\n]*, 2 [^\n]*\n$/);
  expect(code).toBe(0);
});

test("sbom writes the bill of materials into a file, without a banner of npm", async () => {
  const file = join(folder, "sbom.json");
  const { printed, code } = await runCli("sbom", ["--to", file]);
  expect(printed).toMatch(/^\d+ components are in [^\n]+sbom\.json\n$/);
  expect(code).toBe(0);
  const { bomFormat, components } = JSON.parse(await readFile(file, "utf8")) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly name: string }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  expect(components.map(({ name }) => name)).toContain("zod");
});

test("status with --queue and without --table is refused in one line", async () => {
  const { printed, code } = await runCli("status", ["--queue", "http://127.0.0.1/queue"]);
  expect(printed).toMatch(/^--queue needs --table: [^\n]+ Usage: npm run status -- \[--stack NAME [^\n]+\n$/);
  expect(code).toBe(2);
});

describe("status with --stack", () => {
  const toUrl = (place: string, name: string) => `https://sqs.${place}.amazonaws.com/123456789012/${name}`;
  const queues = { [toUrl(region, "EventDlq")]: 2, [toUrl(region, "EmailDlq")]: 0 };
  const undelivered = toUrl("us-east-1", "AlarmEmailDlq");
  const [event, email] = Object.keys(queues);
  let account: AccountServer;
  beforeAll(async () => {
    account = await startReadyAccount();
    const outputs = { TableName: started.table.name, EventDlqUrl: event ?? "", EmailDlqUrl: email ?? "" };
    const stacks = {
      [`${region}/Palais`]: { status: "CREATE_COMPLETE", outputs },
      [`${region}/PalaisTrial`]: { status: "CREATE_COMPLETE", outputs: { ...outputs, SiteUrl: "https://x" } },
      "us-east-1/PalaisMonitoring": { status: "CREATE_COMPLETE", outputs: { AlarmEmailDlqUrl: undelivered } },
    };
    account.state = { ...createState(), stacks, queues: { ...queues, [undelivered]: 1 } };
  });
  afterAll(() => account.close());

  const readStatus = (stack: string) =>
    runCli("status", ["--stack", stack], { ...toEnvironment(account), AWS_ENDPOINT_URL_DYNAMODB: started.endpoint });
  const listDeadLetters = ({ printed }: CliRun) =>
    printed
      .split("\n")
      .flatMap((line) => line.match(/^ [ !](?= +dead letters)|(?<=dead letters +)\S.*/g)?.join(" ") ?? []);

  test("shows the table and every queue of the outputs, also that of the monitoring in us-east-1", async () => {
    const status = await readStatus("Palais");
    expect(listDeadLetters(status)).toEqual([" ! 2 in EventDlq", "   0 in EmailDlq", " ! 1 in AlarmEmailDlq"]);
    expect(status.printed).toContain("every row can be read");
    expect(status.code).toBe(1);
  });

  test("needs no monitoring, which a trial stage does not have", async () => {
    expect(listDeadLetters(await readStatus("PalaisTrial"))).toEqual([" ! 2 in EventDlq", "   0 in EmailDlq"]);
  });

  test("says in one line that there is no such stack", async () => {
    expect(await readStatus("Palace")).toEqual({
      printed: "This account and region have no stack Palace.\n",
      code: 2,
    });
  });
});

test("status with --stack and --table is refused in one line", async () => {
  const { printed, code } = await runCli("status", ["--stack", "Palais", "--table", "x"]);
  expect(printed).toMatch(/^--stack stands for --table and --queue[^\n]+\n$/);
  expect(code).toBe(2);
});
