import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { restoreLocalBackup } from "../../cli/backup/copy.ts";
import { openLocalTable } from "../../cli/target.ts";
import { openHome } from "../../local/home.ts";
import { openKey } from "../../local/kms/kms.ts";
import { assertKeysKept, recordKeys, toKeyFile } from "../../local/state-files/key-files.ts";
import { startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";

/** A stopped home with a registration, of which each test gets a copy. */
let folder: string;
let cdkOut: string;
let port: number;
let home: string;

const startAndStop = async (seeded?: (table: ReturnType<typeof openLocalTable>) => Promise<void>) => {
  const system = await startSystem({ home, port, cdkOut, seeds: false });
  try {
    await seeded?.(openLocalTable(system));
  } finally {
    await system.stop();
  }
};
const listKeys = async () => (await readdir(join(home, "keys"))).toSorted();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-keys-"));
  cdkOut = getAssembly().cdkOut ?? join(folder, "cdk.out");
  if (getAssembly().cdkOut === undefined) await synthesizeApp(cdkOut);
  port = await findFreePortBlock(8_600);
  home = join(folder, "whole");
  await startAndStop(async (table) => {
    await applyToConference(table, await openHall(table, 2));
  });
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let copies = 0;
beforeEach(async () => {
  copies += 1;
  home = join(folder, `copy-${copies}`);
  await cp(join(folder, "whole"), home, { recursive: true });
});

const loseKeys = async () => {
  for (const name of await listKeys()) await rm(join(home, "keys", name));
};

describe("a home that lost its keys", () => {
  test("does not start, gets no new ones, and starts again with the old ones", async () => {
    const names = await listKeys();
    await loseKeys();
    await expect(startAndStop()).rejects.toThrow(`${join(home, "keys", names[0] ?? "")} is lost. Restore a backup`);
    expect(await listKeys()).toEqual([]);
    await cp(join(folder, "whole", "keys"), join(home, "keys"), { recursive: true });
    await startAndStop();
  });

  test("is reported by the status and by a backup, before and after a start was refused", async () => {
    await loseKeys();
    for (const attempt of [1, 2]) {
      const status = await runCli("status", [], { PALAIS_HOME: home });
      expect(status).toEqual({
        printed: expect.stringMatching(/ ! +keys +\S+\.(?:pem|hmac) is lost\. Restore a backup/),
        code: 1,
      });
      const backup = await runCli("backup", ["--to", join(folder, `lost-${attempt}.backup`)], { PALAIS_HOME: home });
      expect(backup).toEqual({
        printed: expect.stringMatching(/NOT IN THE BACKUP: \S+\.(?:pem|hmac) is lost/),
        code: 1,
      });
      await expect(startAndStop()).rejects.toThrow("is lost");
    }
  });

  test("does not start, if it is from before the record of its keys", async () => {
    await rm(join(home, "keys.json"));
    await loseKeys();
    const status = await runCli("status", [], { PALAIS_HOME: home });
    expect(status).toEqual({ printed: expect.stringContaining("keys is lost"), code: 1 });
    await expect(startAndStop()).rejects.toThrow("is lost");
  });

  test.each(["pem", "hmac"])("does not start with an empty file of the kind %s either", async (kind) => {
    const [name = ""] = (await listKeys()).filter((each) => each.endsWith(kind));
    await writeFile(join(home, "keys", name), "");
    await expect(startAndStop()).rejects.toThrow(`${join(home, "keys", name)} contains no key`);
    const status = await runCli("status", [], { PALAIS_HOME: home });
    expect(status).toEqual({ printed: expect.stringContaining(`${name} contains no key`), code: 1 });
  });

  test("restored from a backup, still lacks them", async () => {
    await loseKeys();
    const file = join(folder, "without-keys.backup");
    await runCli("backup", ["--to", file], { PALAIS_HOME: home });
    const restored = join(folder, "restored");
    await restoreLocalBackup({ folder: restored, cdkOut }, file);
    home = restored;
    await expect(startAndStop()).rejects.toThrow("is lost");
  }, 240_000);
});

describe("backup --verify", () => {
  const writeBackup = async (name: string) => {
    const file = join(folder, `${name}.backup`);
    await runCli("backup", ["--to", file], { PALAIS_HOME: home });
    return file;
  };
  const verify = (file: string) => runCli("backup", ["--verify", file]);

  test("accepts the backup of a whole home", async () => {
    expect(await verify(await writeBackup("whole"))).toEqual({
      printed: expect.not.stringContaining("NOT IN THE BACKUP"),
      code: 0,
    });
  });

  test.each([
    ["lost keys", loseKeys, /NOT IN THE BACKUP: keys\/\S+\.(?:pem|hmac) is lost\. .* does not start without it/],
    [
      "a damaged key",
      async () => writeFile(join(home, "keys", (await listKeys())[0] ?? ""), "damaged"),
      /NOT IN THE BACKUP: keys\/\S+ contains no key\. /,
    ],
    [
      "lost accounts",
      () => rm(join(home, "cognito"), { recursive: true }),
      /NOT IN THE BACKUP: The accounts of the staff, cognito, are lost\. .* does not start without it/,
    ],
  ])("names %s in a backup", async (name, lose, says) => {
    await lose();
    expect(await verify(await writeBackup(name.replace(" ", "-")))).toEqual({
      printed: expect.stringMatching(says),
      code: 1,
    });
  });
});

describe("a home that lost its accounts", () => {
  const findPool = async () => {
    const at = join(home, "cognito", ".cognito", "db");
    const [name = ""] = (await readdir(at)).filter((each) => each !== "clients.json");
    return join(at, name);
  };
  const listAccountFiles = async () =>
    (await readdir(home, { recursive: true })).filter((each) => each.startsWith("cognito"));

  test.each<readonly [string, () => Promise<unknown>]>([
    ["with their folder", () => rm(join(home, "cognito"), { recursive: true })],
    ["with the file of the pool", async () => rm(await findPool())],
    ["with what that file contains", async () => writeFile(await findPool(), "")],
    ["with its users", async () => writeFile(await findPool(), JSON.stringify({ Options: { Id: "x" }, Users: {} }))],
  ])("%s does not start, creates no new accounts, and starts again with the old ones", async (_name, lose) => {
    await lose();
    await expect(startAndStop()).rejects.toThrow(
      /^The accounts of the staff\b.* Restore a backup .*remove accounts\.json/,
    );
    const left = await listAccountFiles();
    await expect(startAndStop()).rejects.toThrow("The accounts of the staff");
    expect(await listAccountFiles()).toEqual(left);
    const status = await runCli("status", [], { PALAIS_HOME: home });
    expect(status).toEqual({ printed: expect.stringMatching(/ ! +accounts +The accounts of the staff/), code: 1 });
    const backup = await runCli("backup", ["--to", join(folder, `accounts-${copies}.backup`)], { PALAIS_HOME: home });
    expect(backup).toEqual({
      printed: expect.stringContaining("NOT IN THE BACKUP: The accounts of the staff"),
      code: 1,
    });
    await cp(join(folder, "whole", "cognito"), join(home, "cognito"), { recursive: true });
    await startAndStop();
  });

  test("starts with new local accounts once accounts.json is removed", async () => {
    await rm(join(home, "cognito"), { recursive: true });
    await rm(join(home, "accounts.json"));
    const system = await startSystem({ home, port, cdkOut, seeds: false });
    try {
      expect(system.users.map(({ idToken }) => idToken.length > 0)).toEqual([true, true, true]);
    } finally {
      await system.stop();
    }
  });
});

describe("a key is created", () => {
  test("in a new home, also if its first start was interrupted before", async () => {
    await rm(home, { recursive: true });
    await startAndStop();
    const names = await listKeys();
    expect(names).toHaveLength(3);
    await loseKeys();
    await rm(join(home, "keys.json"));
    await startAndStop();
    expect(await listKeys()).toEqual(names);
  });

  test("if the template has it since the last start, and only once", async () => {
    const opened = openHome(home);
    const added = toKeyFile(opened.keys, "LetterKey", "HMAC_256");
    const files = [...(await listKeys()).map((name) => join(opened.keys, name)), added];
    await assertKeysKept(opened, files, true);
    openKey(opened.keys, "LetterKey", "HMAC_256");
    await recordKeys(opened, files);
    await rm(added);
    await expect(assertKeysKept(opened, files, true)).rejects.toThrow("is lost");
  });
});
