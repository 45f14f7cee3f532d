import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { N, putItem, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { getDocumentRetentionEnd, toEpochSeconds } from "#shared/model/time.ts";
import type { ComputeMac } from "#shared/runtime/kms-mac.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** The number of a registration, by its digest: an amendment that is refused leaves the number of the stored form. */
export interface PassportOwner {
  readonly registrationId: string;
  readonly passportDigest: string;
}

/** A person who asks for a visa letter, which has the passport number. */
export interface LetterRequest {
  readonly registrationId: string;
  readonly conference: Conference;
  /** Where the letter goes; a member of a delegation may have no address. */
  readonly address: string | undefined;
}

const [algorithm, nonceBytes, tagBytes] = ["aes-256-gcm", 12, 16] as const;

/** The longest number that forms accept. Shorter ones are padded, so that the length of what is stored tells nothing. */
const paddedLength = 30;

/**
 * The key of one number, 32 bytes: derived in KMS from the key of passport numbers, which never leaves it, so that a
 * reader of the table or of a backup cannot read the number.
 */
const deriveKey = (computeMac: ComputeMac, { registrationId, passportDigest }: PassportOwner) =>
  computeMac(`palais-passport-number-v1:${registrationId}:${passportDigest}`);

/** The digest of the address that a letter goes to. With another address, the number is not printed. */
export const digestLetterAddress = (address: string | undefined): string =>
  computeDigest("letter-address", foldAddress(address ?? ""));

/** Encrypts a number. @throws Error if KMS does not answer */
async function seal(computeMac: ComputeMac, owner: PassportOwner, number: string): Promise<string> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, await deriveKey(computeMac, owner), nonce);
  const sealed = [cipher.update(number.padEnd(paddedLength), "utf8"), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString("base64url");
}

/** @throws Error if KMS does not answer, and for a number that was sealed with another key or for another owner */
export async function unsealPassportNumber(
  computeMac: ComputeMac,
  owner: PassportOwner,
  sealed: string,
): Promise<string> {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, await deriveKey(computeMac, owner), nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const number = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
  return Buffer.concat(number).toString("utf8").trimEnd();
}

/**
 * Keeps a passport number, encrypted, until the visa letter is sent, and at most as long as the documents of the
 * conference. The item is written before the registration: without one, no letter finds it, and it expires.
 * @param passportNumber as `createPassportDigester` normalizes it
 * @throws Error if KMS or the table does not answer
 */
export async function keepPassportNumber(
  table: Table,
  computeMac: ComputeMac,
  owner: PassportOwner & LetterRequest & { readonly passportNumber: string },
): Promise<void> {
  await putItem(table, {
    ...toItemKey(keys.passportNumber(owner.registrationId, owner.passportDigest)),
    entity: S("passport-number"),
    sealed: S(await seal(computeMac, owner, owner.passportNumber)),
    address: S(digestLetterAddress(owner.address)),
    expiresAt: N(toEpochSeconds(Date.parse(getDocumentRetentionEnd(owner.conference)))),
  });
}
