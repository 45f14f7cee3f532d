import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, expect, test, vi } from "vitest";
import { createOriginVerifier, originSecretTtlMs } from "#shared/auth/origin-verification.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import {
  openRotationTarget,
  type RotationTarget,
  rotateOriginSecret,
  waitWithProgress,
} from "../../cli/origin-secret/rotate.ts";
import { toClientConfig } from "../../local/context.ts";
import { type OriginHeaders, startCloudFrontServer } from "../../local/distribution/cloudfront-api.ts";
import { forwardToOrigin } from "../../local/distribution/distribution.ts";
import { startTestSecrets, testSecretArn, toTestSecret } from "../support/origin-secret.ts";

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanUp.splice(0)) each();
  vi.useRealTimers();
});

/** A site with a distribution, a function that has been warm since before the rotation, and one that starts at each call. */
async function startSite() {
  vi.useFakeTimers({ toFake: ["Date"] });
  const old = toTestSecret("o");
  const vault = await startTestSecrets({ sent: old });
  const headers: OriginHeaders = new Map([
    ["pages", []],
    ["api", [{ HeaderName: originVerifyHeader, HeaderValue: old }]],
  ]);
  const warm = createOriginVerifier(process.env);
  const isAccepted = async (sent: Record<string, string>) =>
    Promise.all([warm, createOriginVerifier(process.env)].map((each) => each.isFromDistribution(sent)));
  const origin = forwardToOrigin(
    async (request, response) => {
      const [sent = ""] = request.headersDistinct[originVerifyHeader] ?? [];
      response.end(JSON.stringify(await isAccepted({ [originVerifyHeader]: sent })));
    },
    () => headers.get("api") ?? [],
  );
  const edge = createServer(origin);
  await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
  const management = await startCloudFrontServer(0, "D1", headers);
  const toUrl = (server: { address(): unknown }) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const server of [edge, management])
    cleanUp.push(() => {
      server.closeAllConnections();
      server.close();
    });
  cleanUp.push(vault.stop);
  const target = openRotationTarget(
    new SecretsManagerClient(toClientConfig(vault.endpoint)),
    new CloudFrontClient(toClientConfig(toUrl(management))),
    testSecretArn,
    "D1",
  );
  const ask = async (): Promise<boolean[]> => JSON.parse(await (await fetch(toUrl(edge))).text());
  const passTime = () => void vi.setSystemTime(Date.now() + originSecretTtlMs);
  const readStored = () => JSON.parse(vault.secrets.read(testSecretArn));
  const getSent = () => headers.get("api")?.[0]?.HeaderValue ?? "";
  return { old, headers, target, ask, passTime, readStored, getSent, isAccepted };
}

/** The target, with a request through the distribution before and after each step, and time that passes quickly. */
function observe({ target, ask, passTime }: Awaited<ReturnType<typeof startSite>>, failAt = Number.POSITIVE_INFINITY) {
  const answers: boolean[] = [];
  let count = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    answers.push(...(await ask()));
    count += 1;
    if (count > failAt) throw new Error("interrupted");
    const result = await work();
    answers.push(...(await ask()));
    return result;
  };
  const observed: RotationTarget = {
    readSecret: () => target.readSecret(),
    writeSecret: (secret) => step(() => target.writeSecret(secret)),
    waitForFunctions: () => step(async () => passTime()),
    sendSecret: (text) => step(() => target.sendSecret(text)),
  };
  return { observed, answers };
}

test("a rotation refuses no request of the distribution, and at its end the old secret opens nothing", async () => {
  const site = await startSite();
  const { observed, answers } = observe(site);
  const steps: string[] = [];
  await rotateOriginSecret(observed, (each) => steps.push(each));
  expect(steps).toHaveLength(3);
  expect(answers.length).toBeGreaterThanOrEqual(20);
  expect(new Set(answers)).toEqual(new Set([true]));
  const { sent, ...others } = site.readStored();
  expect([others, site.getSent() === sent, sent === site.old]).toEqual([{}, true, false]);
  expect(sent).toMatch(/^[0-9a-f]{48}$/);
  site.passTime();
  expect(await site.isAccepted({ [originVerifyHeader]: site.old })).toEqual([false, false]);
  expect(await site.ask()).toEqual([true, true]);
});

test.each([0, 1, 2, 3, 4])("a rotation that was interrupted before change %d is continued", async (failAt) => {
  const site = await startSite();
  const first = observe(site, failAt);
  await expect(rotateOriginSecret(first.observed, () => {})).rejects.toThrow("interrupted");
  const second = observe(site);
  await rotateOriginSecret(second.observed, () => {});
  expect(new Set([...first.answers, ...second.answers])).toEqual(new Set([true]));
  const { sent, ...others } = site.readStored();
  expect([others, site.getSent() === sent, sent === site.old]).toEqual([{}, true, false]);
});

test("a distribution that sends no such header isn't changed", async () => {
  const site = await startSite();
  site.headers.set("api", []);
  await expect(site.target.sendSecret(toTestSecret("z"))).rejects.toThrow(originVerifyHeader);
  expect(site.headers.get("api")).toEqual([]);
});

test("no deploy line generates or names the secret", () => {
  const page = readFileSync("docs/operations.md", "utf8");
  expect(page).not.toMatch(/OriginVerifySecrets|openssl rand/);
});

test("a wait says what it waits for, and how long it still takes", async () => {
  const said: string[] = [];
  let now = 0;
  const sleeps: number[] = [];
  const sleep = async (ms: number) => {
    sleeps.push(ms);
    // A timer is a little late.
    now += ms + 10;
  };
  await waitWithProgress(150_000, 60_000, (text) => said.push(text), { now: () => now, sleep });
  expect(said).toEqual([
    "    waits 3 min, until every function has read the secret again",
    "    2 min left",
    "    1 min left",
  ]);
  expect(sleeps).toEqual([60_000, 60_000, 29_980]);
});
