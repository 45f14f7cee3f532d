import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
  waitUntilDistributionDeployed,
} from "@aws-sdk/client-cloudfront";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type OriginSecret, parseOriginSecret } from "#shared/auth/contract.ts";
import { originSecretTtlMs } from "#shared/auth/origin-verification.ts";
import { originVerifyHeader } from "#shared/model/access.ts";

/** What a rotation changes. */
export interface RotationTarget {
  readSecret(): Promise<OriginSecret>;
  writeSecret(secret: OriginSecret): Promise<void>;
  /** Waits until every function has read the secret again. @param onWait gets what it waits for, and how long */
  waitForFunctions(onWait: (text: string) => void): Promise<void>;
  /** Lets the distribution send this secret, and waits until every edge does. */
  sendSecret(text: string): Promise<void>;
}

/**
 * Rotates the secret: functions accept the next one, then the distribution sends it, then functions accept it alone.
 * The stored secret says which step is next, so an interrupted rotation can be continued.
 */
export async function rotateOriginSecret(target: RotationTarget, onStep: (step: string) => void): Promise<void> {
  let secret = await target.readSecret();
  if (secret.previous === undefined) {
    const next = secret.next ?? randomBytes(24).toString("hex");
    onStep("1/3 Functions will accept the next secret besides the current one.");
    await target.writeSecret({ sent: secret.sent, next });
    await target.waitForFunctions(onStep);
    secret = { sent: next, previous: secret.sent };
    await target.writeSecret(secret);
  }
  onStep("2/3 The distribution will send the next secret. Waits until every edge does, usually some minutes.");
  await target.sendSecret(secret.sent);
  onStep("3/3 Functions will accept the next secret only.");
  await target.writeSecret({ sent: secret.sent });
}

const formatMinutes = (ms: number): string => `${Math.ceil(ms / 60_000)} min`;

/** The time of a wait, in ms. */
export interface WaitClock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Waits until the functions have read the secret, and says in each interval (ms) how long it still takes. */
export async function waitWithProgress(
  ms: number,
  interval: number,
  onWait: (text: string) => void,
  clock: WaitClock = { now: Date.now, sleep },
): Promise<void> {
  const end = clock.now() + ms;
  onWait(`    waits ${formatMinutes(ms)}, until every function has read the secret again`);
  for (let left = ms; left > 0; left = end - clock.now()) {
    await clock.sleep(Math.min(left, interval));
    if (end > clock.now()) onWait(`    ${formatMinutes(end - clock.now())} left`);
  }
}

/** How often a wait says how long it still takes, in ms. */
const progressIntervalMs = 60_000;

/** Longer than functions keep a secret, in ms. */
const functionWaitMs = originSecretTtlMs + 30_000;

/** CloudFront usually needs some minutes, in s. */
const deploymentTimeoutSeconds = 1_800;

export function openRotationTarget(
  secrets: SecretsManagerClient,
  cloudFront: CloudFrontClient,
  SecretId: string,
  Id: string,
): RotationTarget {
  return {
    readSecret: async () => {
      const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      return parseOriginSecret(JSON.parse(SecretString));
    },
    writeSecret: async (secret) => {
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(secret) }));
    },
    waitForFunctions: (onWait) => waitWithProgress(functionWaitMs, progressIntervalMs, onWait),
    sendSecret: async (text) => {
      const { DistributionConfig, ETag: IfMatch } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
      const headers = DistributionConfig?.Origins?.Items?.flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? []);
      const [header, ...others] = (headers ?? []).filter(({ HeaderName }) => HeaderName === originVerifyHeader);
      if (!header || others.length > 0)
        throw new Error(`No single origin of the distribution sends ${originVerifyHeader}.`);
      header.HeaderValue = text;
      await cloudFront.send(new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig }));
      await waitUntilDistributionDeployed({ client: cloudFront, maxWaitTime: deploymentTimeoutSeconds }, { Id });
    },
  };
}
