import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { restoreLocalBackup } from "../../cli/backup/copy.ts";
import { openLocalTable } from "../../cli/target.ts";
import { openHome } from "../../local/home.ts";
import { assertKeysKept, recordKeys, toKeyFile } from "../../local/kms/key-files.ts";
import { openKey } from "../../local/kms/kms.ts";
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
