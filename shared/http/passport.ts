import { Refusal } from "#shared/domain/refusal.ts";
import { errorKind, log } from "./log.ts";

/** What is kept of a passport number: its keyed hash, or nothing where none was given. */
export type DigestPassport = (
  conferenceId: string,
  passportNumber: string | undefined,
) => Promise<{ readonly passportDigest?: string }>;

/** Where nothing is written, nothing is kept. */
export const keepNoPassport: DigestPassport = async () => ({});

/** Makes a code of a text with a key. @throws Error when it can't be had */
export type MakeCode = (text: string) => Promise<Uint8Array>;

/** By a key in KMS, whose client is loaded when the first number comes: most forms have none (docs/decisions/0092). */
export const kmsCode = (keyId: string): MakeCode => {
  let made: Promise<MakeCode> | undefined;
  return async (text) => {
    made ??= import("./kms-code.ts").then(({ codeOf, openKms }) => codeOf(openKms(), keyId));
    return (await made)(text);
  };
};

/** The number as the passport's machine-readable zone has it, whatever stands between its letters and digits. */
const normalised = (passportNumber: string) => passportNumber.toUpperCase().replace(/[^A-Z0-9]/g, "");

/**
 * Passport numbers by a key that never leaves KMS: who has the table but not the key can't try all numbers. Bound to
 * the conference, so that nobody is followed from one to the next (docs/decisions/0060).
 * @throws Refusal `too-busy` when KMS doesn't answer: the form comes again, and nobody's double goes unnoticed
 */
export const digestPassport =
  (code: MakeCode): DigestPassport =>
  async (conferenceId, passportNumber) => {
    const number = normalised(passportNumber ?? "");
    if (number === "") return {};
    try {
      const made = await code(`palais-passport-v1:${conferenceId}:${number}`);
      return { passportDigest: Buffer.from(made).toString("base64url") };
    } catch (error) {
      log("passport.not-hashed", { conferenceId, ...errorKind(error) }, "error");
      throw new Refusal("too-busy");
    }
  };
