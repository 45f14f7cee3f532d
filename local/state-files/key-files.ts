import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";
import { parseWithSchema, StartError } from "../errors.ts";
import { type LocalHome, replaceFile, writeJson } from "../home.ts";
import type { ResourceProperties } from "../template/resources.ts";
import { archivedWayOut, collectFaults, type StateFiles } from "./state-files.ts";

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

function throwLost(file: string, wayOut = waysOut): never {
  throw new StartError(`${file} is lost. ${wayOut}`);
}

/** @throws StartError for a text that is no private key @param file how the error names its file */
function parsePrivateKey(material: string, file: string, wayOut = waysOut): KeyObject {
  try {
    return createPrivateKey(material);
  } catch {
    throw new StartError(`${file} contains no key. ${wayOut}`);
  }
}

/** @throws StartError for a text that is no key of a MAC @param file how the error names its file */
function parseMacKey(material: string, file: string, wayOut = waysOut): Buffer {
  const digits = material.trim();
  if (!macKeyPattern.test(digits)) throw new StartError(`${file} contains no key. ${wayOut}`);
  return Buffer.from(digits, "hex");
}

/** Reads a private key, and creates it if it has no file. @throws StartError for a file that contains no key */
export function openPrivateKey(file: string): KeyObject {
  if (!existsSync(file)) createKeyFile(file, "ECC_NIST_EDWARDS25519");
  return parsePrivateKey(readFileSync(file, "utf8"), file);
}

/** Reads the key of a MAC, and creates it if it has no file. @throws StartError for a file that contains no key */
export function openMacKey(file: string): Buffer {
  if (!existsSync(file)) createKeyFile(file, "HMAC_256");
  return parseMacKey(readFileSync(file, "utf8"), file);
}

const recordSchema = z.object({ keys: z.array(z.string()) });

/** The names of the files of the keys that a home has had; undefined for a home that has recorded none. */
const readRecord = ({ keyRecord }: LocalHome): readonly string[] | undefined =>
  existsSync(keyRecord) ? parseRecord(readFileSync(keyRecord, "utf8"), keyRecord) : undefined;

/** @throws StartError for a text that is no record of keys @param file how the error names its file */
function parseRecord(text: string, file: string): readonly string[] {
  const refuse = () => new StartError(`${file} can't be read. Restore it from a backup (npm run restore).`);
  try {
    return parseWithSchema(recordSchema, JSON.parse(text), refuse).keys;
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

/** What is wrong with the keys of a home or a backup, each in one sentence; empty if all are there. */
export function findKeyFaults(files: StateFiles): readonly string[] {
  const names: string[] = [];
  const faults = collectFaults(() => names.push(...listKeyNames(files)));
  return [...faults, ...names.flatMap((name) => collectFaults(() => assertKeySound(files, path.join("keys", name))))];
}

/** The names of all keys that are recorded or there. @throws StartError for a damaged record, or if all keys are lost */
function listKeyNames(files: StateFiles): readonly string[] {
  const found = files.list("keys").filter((name) => /\.(?:pem|hmac)$/.test(name));
  const text = files.read("keys.json");
  const recorded = text === undefined ? undefined : parseRecord(text, files.toName("keys.json"));
  // A start creates the keys before the accounts.
  if (recorded === undefined && found.length === 0 && files.read("accounts.json") !== undefined)
    throwLost(files.toName("keys"), toWayOut(files));
  return [...new Set([...(recorded ?? []), ...found])];
}

/** @throws StartError for a key that is lost or damaged */
function assertKeySound(files: StateFiles, file: string): void {
  const [material, name, wayOut] = [files.read(file), files.toName(file), toWayOut(files)];
  if (material === undefined) throwLost(name, wayOut);
  if (file.endsWith(".pem")) parsePrivateKey(material, name, wayOut);
  if (file.endsWith(".hmac")) parseMacKey(material, name, wayOut);
}

const toWayOut = ({ isArchived }: StateFiles): string => (isArchived ? archivedWayOut("Lost keys") : waysOut);
