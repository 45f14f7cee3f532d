import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { toClientConfig } from "../local/context.ts";
import { runCommand, UsageError } from "./command.ts";
import { openRotationTarget, rotateOriginSecret } from "./origin-secret/rotate.ts";
import { loadLocalDescription } from "./target.ts";

/**
 * Replaces the origin verification secret, while every request is answered. Takes some minutes. An interrupted rotation
 * is continued by the next call. Works on the running local system, or with the outputs of the stack and the usual AWS
 * credentials on a deployed one.
 */
await runCommand(
  {
    usage: "rotate-origin-secret -- [--secret ARN --distribution ID]",
    options: {
      secret: { type: "string", help: "the secret of a deployed system, the output OriginVerifySecretArn" },
      distribution: {
        type: "string",
        help: "its distribution, the output DistributionId; without both, the running local system",
      },
    },
  },
  async ({ values: { secret, distribution } }) => {
    if ((secret === undefined) !== (distribution === undefined))
      throw new UsageError("A deployed system needs --secret and --distribution.");
    const target =
      secret === undefined || distribution === undefined
        ? openLocalTarget()
        : openRotationTarget(new SecretsManagerClient(), new CloudFrontClient(), secret, distribution);
    await rotateOriginSecret(target, (step) => process.stdout.write(`${step}\n`));
    return 0;
  },
);

function openLocalTarget() {
  const { secretsManager, cloudFront, secret, distribution } = loadLocalDescription().originSecret;
  return openRotationTarget(
    new SecretsManagerClient(toClientConfig(secretsManager)),
    new CloudFrontClient(toClientConfig(cloudFront)),
    secret,
    distribution,
  );
}
