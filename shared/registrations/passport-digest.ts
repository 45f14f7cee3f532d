import type { Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { ComputeMac } from "#shared/runtime/kms-mac.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";
import type { LetterRequest } from "./sealed-passport-number.ts";

/**
 * Computes the keyed hash of a passport number, the only thing of it that a registration has. Without a number the result
 * is empty. The number of a letter's owner is kept beside, encrypted, until the letter is sent.
 */
export type PassportDigester = (
  conferenceId: string,
  passportNumber: string | undefined,
  owner?: LetterRequest,
) => Promise<{ readonly passportDigest?: string }>;

/** The owner of a visa letter, if the person asks for one. */
export const findLetterRequest = (
  conference: Conference,
  { registrationId, address }: Pick<LetterRequest, "registrationId" | "address">,
  needs: { readonly visaLetter?: boolean | undefined } | undefined,
): LetterRequest | undefined => (needs?.visaLetter ? { conference, registrationId, address } : undefined);

/** For a dry run, which writes nothing, and for tools that have no key. */
export const skipPassportDigest: PassportDigester = async () => ({});

/**
 * Computes MACs with a key in KMS. The first call loads the client, because most forms have no passport number
 * (docs/decisions/0043-load-rarely-used-code-on-demand.md).
 */
export const createLazyKmsMac = (keyId: string): ComputeMac => {
  let computeMac: Promise<ComputeMac> | undefined;
  return async (text) => {
    computeMac ??= import("#shared/runtime/kms-mac.ts").then(({ createKmsMac, createKmsClient }) =>
      createKmsMac(createKmsClient({ maxAttempts: 2 }), keyId),
    );
    return (await computeMac)(text);
  };
};

/** The number as in the machine-readable zone of the passport: upper case, letters and digits only. */
const normalizePassportNumber = (passportNumber: string) => passportNumber.toUpperCase().replace(/[^A-Z0-9]/g, "");

/**
 * Hashes passport numbers with a key that never leaves KMS, so that a reader of the table cannot try all numbers. The
 * hash is bound to the conference, so that a person cannot be followed from one conference to the next
 * (docs/decisions/0024-detect-duplicates-with-a-keyed-hash.md).
 * @throws DomainError `too-busy` if KMS does not answer; the form is sent again, and no duplicate is missed
 */
export const createPassportDigester =
  (computeMac: ComputeMac, table: Table): PassportDigester =>
  async (conferenceId, passportNumber, owner) => {
    const number = normalizePassportNumber(passportNumber ?? "");
    if (number === "") return {};
    try {
      const mac = await computeMac(`palais-passport-v1:${conferenceId}:${number}`);
      const passportDigest = Buffer.from(mac).toString("base64url");
      if (owner) {
        const { keepPassportNumber } = await import("./sealed-passport-number.ts");
        await keepPassportNumber(table, computeMac, { ...owner, passportDigest, passportNumber: number });
      }
      return { passportDigest };
    } catch (error) {
      log("passport.not-hashed", { conferenceId, ...toErrorFields(error) }, "error");
      throw new DomainError("too-busy");
    }
  };
