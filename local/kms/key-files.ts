import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";
import { parseWithSchema, StartError } from "../errors.ts";
import { type LocalHome, replaceFile, toHome, writeJson } from "../home.ts";
import type { ResourceProperties } from "../template/resources.ts";

export type KeySpec = Exclude<ResourceProperties<"AWS::KMS::Key">["KeySpec"], "SYMMETRIC_DEFAULT">;

const macKeyPattern = /^[\da-f]{64}$/;

/** The file of a key in the folder of the keys. */
export const toKeyFile = (folder: string, logicalId: string, spec: KeySpec): string =>
  path.join(folder, `${logicalId}.${spec === "HMAC_256" ? "hmac" : "pem"}`);

/** Writes new material into the file of a key, which must not exist. Only its owner can read it. */
function createKeyFile(file: string, spec: KeySpec): void {
  const material =
    spec === "HMAC_256"
      ? randomBytes(32).toString("hex")
      : generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  // A full disk leaves no file without a key.
  replaceFile(file, material);
}

const waysOut =
  "Restore a backup of this system into another folder (npm run restore), and copy the file from its folder keys/. " +
  'Without the key, printed badges and links in emails are not valid (docs/local.md, "Lost keys").';

const throwLost = (file: string): never => {
  throw new StartError(`${file} is lost. ${waysOut}`);
};

/** @throws StartError for a file that contains no key */
function readPrivateKey(file: string): KeyObject {
  const material = readFileSync(file, "utf8");
  try {
    return createPrivateKey(material);
  } catch {
    throw new StartError(`${file} contains no key. ${waysOut}`);
  }
}

/** @throws StartError for a file that contains no key */
function readMacKey(file: string): Buffer {
  const material = readFileSync(file, "utf8").trim();
  if (!macKeyPattern.test(material)) throw new StartError(`${file} contains no key. ${waysOut}`);
  return Buffer.from(material, "hex");
}

/** Reads a private key, and creates it if it has no file. @throws StartError for a file that contains no key */
export function openPrivateKey(file: string): KeyObject {
  if (!existsSync(file)) createKeyFile(file, "ECC_NIST_EDWARDS25519");
  return readPrivateKey(file);
}

/** Reads the key of a MAC, and creates it if it has no file. @throws StartError for a file that contains no key */
export function openMacKey(file: string): Buffer {
  if (!existsSync(file)) createKeyFile(file, "HMAC_256");
  return readMacKey(file);
}

const recordSchema = z.object({ keys: z.array(z.string()) });

/** The names of the files of the keys that a home has had; undefined for a home that has recorded none. */
function readRecord({ keyRecord }: LocalHome): readonly string[] | undefined {
  if (!existsSync(keyRecord)) return undefined;
  const refuse = () => new StartError(`${keyRecord} can't be read. Restore it from a backup (npm run restore).`);
  try {
    return parseWithSchema(recordSchema, JSON.parse(readFileSync(keyRecord, "utf8")), refuse).keys;
  } catch {
    throw refuse();
  }
}

const toFileNames = (files: readonly string[]) => files.map((file) => path.basename(file));

/** Records that a home has these keys, so that a lost one is never replaced. */
export async function recordKeys(home: LocalHome, files: readonly string[]): Promise<void> {
  const recorded = readRecord(home) ?? [];
  const keys = [...new Set([...recorded, ...toFileNames(files)])].toSorted();
  if (keys.length > recorded.length) await writeJson(home.keyRecord, { keys });
}

/**
 * A key without a file is new if the record does not name it, or the home has neither a record nor rows yet.
 * @param files the files of the keys of the template
 * @param hasRows whether the table contains a row
 * @throws StartError that names a lost key
 */
export async function assertKeysKept(home: LocalHome, files: readonly string[], hasRows: boolean): Promise<void> {
  const missing = files.filter((file) => !existsSync(file));
  // A home with rows from before the record has had every key.
  const expected = readRecord(home) ?? (hasRows ? toFileNames(files) : []);
  const lost = missing.find((file) => expected.includes(path.basename(file)));
  if (lost === undefined) return;
  await recordKeys(home, files);
  throwLost(lost);
}

/** What is wrong with the keys of a home, each in one sentence; empty if all are there. */
export function findKeyFaults(folder: string): string[] {
  const home = toHome(folder);
  try {
    const found = existsSync(home.keys) ? readdirSync(home.keys) : [];
    const names = readRecord(home);
    // A start creates the keys before the accounts.
    if (names === undefined && found.length === 0 && existsSync(home.accountsFile)) throwLost(home.keys);
    const all = new Set([...(names ?? []), ...found]);
    return [...all].flatMap((name) => findKeyFault(path.join(home.keys, name)));
  } catch (error) {
    return describeKeyFault(error);
  }
}

/** A file that this user may not read is no fault. @throws other errors than those of a key */
function describeKeyFault(error: unknown): string[] {
  if (error instanceof StartError) return [error.message];
  if ((error as NodeJS.ErrnoException).code === "EACCES") return [];
  throw error;
}

function findKeyFault(file: string): string[] {
  try {
    if (!existsSync(file)) throwLost(file);
    if (file.endsWith(".pem")) readPrivateKey(file);
    if (file.endsWith(".hmac")) readMacKey(file);
    return [];
  } catch (error) {
    return describeKeyFault(error);
  }
}
