import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { SESClient } from "@aws-sdk/client-ses";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createSesSender } from "../../functions/email-outbox/email-sender.ts";
import { findFreePort } from "../../local/network.ts";
import { type SesFaults, type SesProxy, startSesProxy } from "../support/ses-proxy.ts";

const require = createRequire(import.meta.url);
let emulator: ReturnType<typeof spawn>;
let endpoint: string;
let proxy: SesProxy | undefined;

beforeAll(async () => {
  const port = await findFreePort();
  const args = [require.resolve("aws-ses-v2-local/dist/cli.js"), "--host", "127.0.0.1", "--port", String(port)];
  emulator = spawn(process.execPath, args, { stdio: "ignore" });
  endpoint = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${endpoint}/health-check`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitUntil(answers, { timeout: 20_000, interval: 50 });
});
afterAll(() => {
  emulator.kill();
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

/** Gives one mail to SES through a proxy with these faults. @returns what the sender learnt */
async function sendUnder(faults: Partial<SesFaults>, to: string): Promise<string> {
  proxy = await startSesProxy(endpoint, faults);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SESClient({ endpoint: proxy.endpoint, region: "local", credentials, maxAttempts: 1 });
  const raw = Buffer.from(`From: palais@example.org\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello`);
  return createSesSender(client, "palais")(raw, to).then(
    () => "sent",
    (error: { readonly name: string; readonly $metadata?: { readonly httpStatusCode?: number } }) =>
      `${error.name} ${error.$metadata?.httpStatusCode ?? "no answer"}`,
  );
}

/** How many mails to an address SES has taken. */
async function taken(to: string): Promise<number> {
  const { emails } = (await (await fetch(`${endpoint}/store`)).json()) as { emails: { destination: object }[] };
  return emails.filter(({ destination }) => JSON.stringify(destination).includes(to)).length;
}

test("without a fault a mail goes through", async () => {
  expect(await sendUnder({}, "plain@example.org")).toBe("sent");
  expect(await taken("plain@example.org")).toBe(1);
});

test("a throttled mail is refused by its name, and not taken", async () => {
  expect(await sendUnder({ throttle: 1 }, "throttled@example.org")).toBe("Throttling 400");
  expect(await taken("throttled@example.org")).toBe(0);
  expect(proxy?.tally).toMatchObject({ calls: 1, throttled: 1 });
});

test("a 500 takes no mail", async () => {
  expect(await sendUnder({ serverError: 1 }, "broken@example.org")).toBe("InternalFailure 500");
  expect(await taken("broken@example.org")).toBe(0);
  expect(proxy?.tally.serverErrors).toBe(1);
});

test("a lost answer: the mail is taken, though the sender can't know", async () => {
  expect(await sendUnder({ dropAnswer: 1 }, "lost@example.org")).toContain("no answer");
  expect(await taken("lost@example.org")).toBe(1);
  expect(proxy?.tally.dropped).toBe(1);
});

test("the same seed strikes the same mails, whatever else is switched on", async () => {
  const struck = async (faults: Partial<SesFaults>) => {
    const results: string[] = [];
    proxy = await startSesProxy(endpoint, { seed: 9, ...faults });
    for (let index = 0; index < 30; index += 1) {
      const { status } = await fetch(`${proxy.endpoint}/health-check`).catch(() => ({ status: 0 }));
      results.push(status === 400 ? "throttled" : "passed");
    }
    await proxy.close();
    return results;
  };
  const first = await struck({ throttle: 0.4 });
  expect(new Set(first).size).toBe(2);
  expect(await struck({ throttle: 0.4, dropAnswer: 0.5, serverError: 0.3 })).toEqual(first);
});
