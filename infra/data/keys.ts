import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { Fn, RemovalPolicy, Token } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { createIsSetCondition, type KeyArnParameters } from "../parameters.ts";

export interface KeyArns {
  /** The keys of badges (Ed25519), separated by commas: the first signs, and gates accept the badges of all. */
  readonly badgeKeyArns: string;
  readonly signingBadgeKeyArn: string;
  /** All badge keys as the resource of a policy: a token that becomes a list. */
  readonly badgeKeyArnList: string;
  /** Creates and verifies the tokens of sign-in links (HMAC-SHA-256). */
  readonly signInKeyArn: string;
  /** Hashes passport numbers (HMAC-SHA-256). Equal hashes find the same person. */
  readonly passportKeyArn: string;
}

/**
 * Creates the keys. They never leave KMS (docs/decisions/0004-sign-badges-and-links-in-kms.md) and outlive the stack. The
 * parameters name other keys instead: after a restore those of the former stack, and during a rotation several badge
 * keys (docs/decisions/0080-rotate-badge-keys.md).
 */
export function createKmsKeys(scope: Construct, existing: KeyArnParameters): KeyArns {
  const createKey = (id: string, description: string, keySpec: KeySpec, keyUsage: KeyUsage) =>
    new Key(scope, id, { description, keySpec, keyUsage, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE })
      .keyArn;
  const { ECC_NIST_EDWARDS25519, HMAC_256 } = KeySpec;
  const { SIGN_VERIFY, GENERATE_VERIFY_MAC } = KeyUsage;
  const preferExisting = (id: string, arns: string, own: string) =>
    Fn.conditionIf(createIsSetCondition(scope, id, arns).logicalId, arns, own).toString();
  const ownBadgeKey = createKey("BadgeKey", "Palais: signs badges", ECC_NIST_EDWARDS25519, SIGN_VERIFY);
  const ownPassportKey = createKey("PassportKey", "Palais: hashes passport numbers", HMAC_256, GENERATE_VERIFY_MAC);
  const badgeKeyArns = preferExisting("HasBadgeKeyArns", existing.badge, ownBadgeKey);
  return {
    badgeKeyArns,
    signingBadgeKeyArn: Fn.select(0, Fn.split(",", badgeKeyArns)),
    badgeKeyArnList: Token.asString({ "Fn::Split": [",", badgeKeyArns] }),
    signInKeyArn: createKey("SignInKey", "Palais: creates and verifies sign-in links", HMAC_256, GENERATE_VERIFY_MAC),
    passportKeyArn: preferExisting("HasPassportKeyArn", existing.passport, ownPassportKey),
  };
}
