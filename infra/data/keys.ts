import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface KmsKeys {
  /** Signs badges (Ed25519). Without it no gate accepts a badge that is already printed. */
  readonly badge: Key;
  /** Creates and verifies the tokens of sign-in links (HMAC-SHA-256). */
  readonly signIn: Key;
  /** Hashes passport numbers (HMAC-SHA-256). Equal hashes find the same person. */
  readonly passport: Key;
}

/**
 * Creates the keys. They never leave KMS (docs/decisions/0004-sign-badges-and-links-in-kms.md) and outlive the stack.
 */
export function createKmsKeys(scope: Construct): KmsKeys {
  const createKey = (id: string, description: string, keySpec: KeySpec, keyUsage: KeyUsage) =>
    new Key(scope, id, { description, keySpec, keyUsage, removalPolicy: RemovalPolicy.RETAIN });
  const { ECC_NIST_EDWARDS25519, HMAC_256 } = KeySpec;
  const { SIGN_VERIFY, GENERATE_VERIFY_MAC } = KeyUsage;
  return {
    badge: createKey("BadgeKey", "Palais: signs badges", ECC_NIST_EDWARDS25519, SIGN_VERIFY),
    signIn: createKey("SignInKey", "Palais: creates and verifies sign-in links", HMAC_256, GENERATE_VERIFY_MAC),
    passport: createKey("PassportKey", "Palais: hashes passport numbers", HMAC_256, GENERATE_VERIFY_MAC),
  };
}
