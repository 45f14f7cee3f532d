import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { Fn } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface OriginVerifySecret {
  readonly arn: string;
  /** What the distribution sends with each request to the API: a reference that CloudFormation resolves. */
  readonly sentSecret: string;
}

/**
 * Creates the secret by which functions recognize requests from the distribution. An HTTP API has no resource policy, so a
 * caller that knows its address could bypass the firewall
 * (docs/decisions/0081-keep-the-origin-secret-in-a-vault.md). Secrets Manager generates the first value;
 * `npm run rotate-origin-secret` replaces it, together with the header of the distribution.
 */
export function createOriginVerifySecret(scope: Construct): OriginVerifySecret {
  const secret = new CfnSecret(scope, "OriginVerifySecret", {
    description: "Palais: proves to the API that a request came through the distribution",
    generateSecretString: {
      secretStringTemplate: "{}",
      generateStringKey: "sent",
      passwordLength: 48,
      excludePunctuation: true,
    },
  });
  const sentSecret = Fn.join("", ["{{resolve:secretsmanager:", secret.ref, ":SecretString:sent}}"]);
  return { arn: secret.ref, sentSecret };
}
