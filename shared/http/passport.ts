import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";
import { Refusal } from "#shared/domain/refusal.ts";
import { errorKind, log } from "./log.ts";

/** What is kept of a passport number: its keyed hash, or nothing where none was given. */
export type DigestPassport = (
  conferenceId: string,
  passportNumber: string | undefined,
) => Promise<{ readonly passportDigest?: string }>;

/** Where nothing is written, nothing is kept. */
export const keepNoPassport: DigestPassport = async () => ({});

/** A client that gives up before the request does. */
export const passportKms = (): KMSClient =>
  new KMSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

/** The number as the passport's machine-readable zone has it, whatever stands between its letters and digits. */
const normalised = (passportNumber: string) => passportNumber.toUpperCase().replace(/[^A-Z0-9]/g, "");

/**
 * Passport numbers by a key that never leaves KMS: who has the table but not the key can't try all numbers. Bound to
 * the conference, so that nobody is followed from one to the next (docs/decisions/0060).
 * @throws Refusal `too-busy` when KMS doesn't answer: the form comes again, and nobody's double goes unnoticed
 */
export const kmsDigestPassport =
  (kms: KMSClient, KeyId: string): DigestPassport =>
  async (conferenceId, passportNumber) => {
    const number = normalised(passportNumber ?? "");
    if (number === "") return {};
    const Message = new TextEncoder().encode(`palais-passport-v1:${conferenceId}:${number}`);
    try {
      const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message }));
      if (!Mac) throw new Error("KMS made no code");
      return { passportDigest: Buffer.from(Mac).toString("base64url") };
    } catch (error) {
      log("passport.not-hashed", { conferenceId, ...errorKind(error) }, "error");
      throw new Refusal("too-busy");
    }
  };
