import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface Keys {
  /** Signs badges (Ed25519). Lost, no gate would believe a badge that is printed already. */
  readonly badge: Key;
  /** Makes and checks the tokens of mailed sign-in links (HMAC-SHA-256). */
  readonly link: Key;
  /** Hashes passport numbers (HMAC-SHA-256): by the same hash the same person is found. */
  readonly passport: Key;
}

/** Keys that never leave KMS (docs/decisions/0004-keys-in-kms.md). They outlive the stack. */
export function makeKeys(scope: Construct): Keys {
  const removalPolicy = RemovalPolicy.RETAIN;
  return {
    badge: new Key(scope, "BadgeKey", {
      description: "Palais: signs badges",
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    }),
    link: new Key(scope, "LinkKey", {
      description: "Palais: makes and checks mailed sign-in links",
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    }),
    passport: new Key(scope, "PassportKey", {
      description: "Palais: hashes passport numbers",
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    }),
  };
}
