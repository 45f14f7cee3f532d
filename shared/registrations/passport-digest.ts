import { DomainError } from "#shared/model/domain-error.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";

/** Computes the keyed hash of a passport number; the number itself is not stored. Without a number the result is empty. */
export type PassportDigester = (
  conferenceId: string,
  passportNumber: string | undefined,
) => Promise<{ readonly passportDigest?: string }>;

/** For a dry run, which writes nothing. */
export const skipPassportDigest: PassportDigester = async () => ({});

/** Computes the MAC of a text with a key. @throws Error if the key service does not answer */
export type ComputeMac = (text: string) => Promise<Uint8Array>;

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
  (computeMac: ComputeMac): PassportDigester =>
  async (conferenceId, passportNumber) => {
    const number = normalizePassportNumber(passportNumber ?? "");
    if (number === "") return {};
    try {
      const mac = await computeMac(`palais-passport-v1:${conferenceId}:${number}`);
      return { passportDigest: Buffer.from(mac).toString("base64url") };
    } catch (error) {
      log("passport.not-hashed", { conferenceId, ...toErrorFields(error) }, "error");
      throw new DomainError("too-busy");
    }
  };
