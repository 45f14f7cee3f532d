import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listUnsettledChanges, loadQueuedEmails, requeueEmail } from "#shared/email/outbox.repository.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import type { DeadLetterEmail, EmailSender } from "../../functions/email-outbox/email-sender.ts";
import { createSesClient, createSesSender } from "../../functions/email-outbox/email-sender.ts";
import { handleOutboxEvent } from "../../functions/email-outbox/handle.ts";
import { repetitions } from "../support/full-run.ts";
import { CrashingSandbox } from "../support/mail-storm/mortal.ts";
import { startCountingSes } from "../support/mail-storm/ses.ts";
import { queueEmails, runStorm } from "../support/mail-storm/storm.ts";
import { Random } from "../support/random.ts";
import { startSesProxy } from "../support/ses-proxy.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let ses: Awaited<ReturnType<typeof startCountingSes>>;
beforeAll(async () => {
  [started, ses] = await Promise.all([startTable(), startCountingSes()]);
});
afterAll(async () => {
  await Promise.all([started.stop(), ses.stop()]);
});

const context = { getRemainingTimeInMillis: () => 60_000 };
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const later = (minutes: number) => Date.now() + minutes * 60_000;

/** An outbox whose mails go to SES as it is said, and that keeps what it gives up. */
function outbox(more: Partial<EmailSender> = {}) {
  const [sent, givenUp]: [string[], DeadLetterEmail[]] = [[], []];
  const post: EmailSender = {
    table: started.table,
    write: async ({ emailId }) => ({ raw: Buffer.from(emailId), to: emailId }),
    send: async (_, to) => `message-${sent.push(to)}`,
    sendToDeadLetterQueue: async (mail) => void givenUp.push(mail),
    ...more,
  };
  const sweep = (now: number) =>
    handleOutboxEvent(post.table, createDeliverer({ ...post, now: () => now }), () => now)({ sweep: true }, context);
  return { post, sent, givenUp, sweep };
}

const promise = async (count: number, at = new Date().toISOString()) =>
  (await queueEmails(started.table, count, at)).map((item) => item["changeId"]?.S ?? "");

const standingsOf = async (changeIds: readonly string[]) =>
  (await Promise.all(changeIds.map((id) => loadQueuedEmails(started.table, id)))).flat().map(({ status }) => status);

const unsettled = () => Array.fromAsync(listUnsettledChanges(started.table, "9999"));

const mailCount = repetitions({ usual: 600, full: 1_000 });

describe(`${mailCount} mails, each record three times, in sandboxes that end at random`, () => {
  test("none is lost; one is sent twice only if the outcome was unknown, and is recorded so", async () => {
    const proxy = await startSesProxy(ses.endpoint, {
      seed: 3,
      throttle: 0.002,
      serverError: 0.005,
      dropAnswer: 0.01,
    });
    const client = createSesClient({ endpoint: proxy.endpoint, region: "local", credentials });
    const wanted = { mails: mailCount, seed: 11, times: 3, crashes: 0.1 };
    const { mails, crashed } = await runStorm(started.table, wanted, createSesSender(client, "palais"), ses.times);
    await proxy.close();
    // How many batches there are depends on the machine; one of ten ends.
    expect(crashed).toBeGreaterThan(5);
    expect(proxy.tally.dropped).toBeGreaterThan(0);
    expect(mails).toHaveLength(mailCount);
    expect(mails.filter(({ times, standing }) => times === 0 || standing.state !== "sent")).toEqual([]);
    const twice = mails.filter(({ times }) => times > 1);
    expect(twice.length).toBeGreaterThan(0);
    expect(twice.filter(({ standing }) => !("possiblyTwice" in standing))).toEqual([]);
    expect(await unsettled()).toEqual([]);
  }, 120_000);
});

describe("a poison mail", () => {
  test("the other ninety-nine go out; it is given up with its reason, and sent once it is mended", async () => {
    const ids = await promise(100, new Date(Date.now() - 600_000).toISOString());
    const poisoned = `${ids[40]}.0`;
    let isMended = false;
    const { sent, givenUp, sweep } = outbox({
      write: async ({ emailId }) => {
        if (emailId === poisoned && !isMended) throw new TypeError("a title that cannot be rendered");
        return { raw: Buffer.from(emailId), to: emailId };
      },
    });
    for (let minute = 0; minute < 5; minute += 1) await sweep(later(minute));
    expect(new Set(sent)).toEqual(new Set(ids.map((id) => `${id}.0`).filter((id) => id !== poisoned)));
    expect(sent).toHaveLength(99);
    expect(givenUp).toEqual([
      { emailId: poisoned, conferenceId: "storm", kind: "received", reason: "poison", error: "TypeError" },
    ]);
    expect(await unsettled()).toEqual([]);
    isMended = true;
    expect(await requeueEmail(started.table, poisoned)).toBe("poison");
    expect(await requeueEmail(started.table, poisoned)).toBeUndefined();
    await sweep(later(6));
    expect(sent.filter((id) => id === poisoned)).toHaveLength(1);
    expect(await standingsOf([ids[40] ?? ""])).toMatchObject([{ state: "sent" }]);
  });

  /** A sweep in a sandbox of its own, which ends when an email is written that must not be. @returns what was sent */
  async function sweepMortally(minute: number, isDeadly: (emailId: string, omitsBadge: boolean) => boolean) {
    const sandbox = new CrashingSandbox(new Random(1), 0);
    const sent: string[] = [];
    const { givenUp, sweep } = outbox({
      table: sandbox.table(started.table),
      write: async ({ emailId }, { omitsBadge }) => {
        if (isDeadly(emailId, omitsBadge)) sandbox.isDead = true;
        return { raw: Buffer.from(emailId), to: emailId };
      },
      send: (_, to) => sandbox.call(async () => `message-${sent.push(to)}`),
    });
    await sweep(later(minute)).catch(() => undefined);
    return { isDead: sandbox.isDead, sent, givenUp };
  }

  test("that ends the sandbox holds up none of twenty others, and goes without its badge", async () => {
    await promise(21, new Date(Date.now() - 600_000).toISOString());
    const changeIds = await unsettled();
    const ids = changeIds.map((id) => `${id}.0`);
    const [poisoned = ""] = ids;
    const isDeadly = (emailId: string, omitsBadge: boolean) => emailId === poisoned && !omitsBadge;
    const first = await sweepMortally(0, isDeadly);
    const standings = await standingsOf(changeIds);
    const second = await sweepMortally(1, isDeadly);
    const third = await sweepMortally(2, isDeadly);
    expect([first, second, third].map(({ isDead }) => isDead)).toEqual([true, true, false]);
    // The second sweep begins with those during which no sandbox has ended.
    const untried = ids.filter((_, index) => !("unfinished" in (standings[index] ?? {})));
    expect(untried.length).toBeGreaterThan(5);
    expect([...first.sent, ...second.sent]).toEqual(expect.arrayContaining(untried));
    expect(third.sent).toContain(poisoned);
    expect(new Set([...first.sent, ...second.sent, ...third.sent])).toEqual(new Set(ids));
    expect(await unsettled()).toEqual([]);
  });

  test("that ends the sandbox without its badge, too, is given up", async () => {
    const [id = ""] = await promise(1, new Date(Date.now() - 600_000).toISOString());
    const sweeps = [];
    for (let minute = 0; minute < 6; minute += 1) sweeps.push(await sweepMortally(minute, () => true));
    expect(sweeps.map(({ isDead }) => isDead)).toEqual([true, true, true, true, true, false]);
    expect(sweeps.at(-1)?.givenUp.map(({ emailId, reason }) => [emailId, reason])).toEqual([[`${id}.0`, "poison"]]);
    expect(await standingsOf([id])).toMatchObject([{ state: "failed", reason: "poison" }]);
    expect(await unsettled()).toEqual([]);
  });

  test("what SES won't take is given up too, and never recorded as possibly twice", async () => {
    const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
    const refusal = Object.assign(new Error("no"), { name: "MessageRejected", $metadata: { httpStatusCode: 400 } });
    const { givenUp, sweep } = outbox({ send: () => Promise.reject(refusal) });
    for (let minute = 0; minute < 8; minute += 1) await sweep(later(minute));
    expect(givenUp).toHaveLength(1);
    const [standing] = await standingsOf(ids);
    expect(standing).toMatchObject({ state: "failed", reason: "refused", error: "MessageRejected" });
    expect(standing).not.toHaveProperty("possiblyTwice");
  });
});

describe("a send with an unknown outcome", () => {
  const silent = () => Promise.reject(new Error("socket hang up"));

  test("is made once more, only after its lease, and recorded as possibly twice", async () => {
    const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
    const first = outbox({ send: silent });
    await first.sweep(later(0));
    const { sent, sweep } = outbox();
    await sweep(later(0.4));
    expect(sent).toEqual([]);
    await sweep(later(2));
    await sweep(later(4));
    expect(sent).toEqual([`${ids[0]}.0`]);
    expect(await standingsOf(ids)).toMatchObject([{ state: "sent", possiblyTwice: true }]);
  });

  test("that SES refuses afterwards doesn't undo that the first may have arrived", async () => {
    const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
    await outbox({ send: silent }).sweep(later(0));
    const refusal = Object.assign(new Error("no"), { name: "MessageRejected", $metadata: { httpStatusCode: 400 } });
    await outbox({ send: () => Promise.reject(refusal) }).sweep(later(2));
    await outbox().sweep(later(4));
    expect(await standingsOf(ids)).toMatchObject([{ state: "sent", possiblyTwice: true }]);
  });

  test("is given up in the end, for SES may take every one of them and say nothing", async () => {
    const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
    let tries = 0;
    const { givenUp, sweep } = outbox({
      send: () => {
        tries += 1;
        return silent();
      },
    });
    for (let minute = 0; minute < 20; minute += 2) await sweep(later(minute));
    expect(tries).toBe(5);
    expect(givenUp.map(({ reason }) => reason)).toEqual(["outcome-unknown"]);
    expect(await standingsOf(ids)).toMatchObject([{ state: "failed", reason: "outcome-unknown", possiblyTwice: true }]);
    await requeueEmail(started.table, `${ids[0]}.0`);
    await outbox().sweep(later(30));
    expect(await standingsOf(ids)).toMatchObject([{ state: "sent", possiblyTwice: true }]);
  });

  test("a database that is out after SES took the mail is no refusal by SES: the claim stands", async () => {
    const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
    const throttled = Object.assign(new Error("slow down"), { $fault: "client", $metadata: { httpStatusCode: 400 } });
    let isOut = false;
    const client = {
      send: (command: never) => (isOut ? Promise.reject(throttled) : started.table.client.send(command)),
    };
    const table = { ...started.table, client } as unknown as TestTable["table"];
    const first = outbox({
      table,
      send: async () => {
        isOut = true;
        return "taken";
      },
    });
    await expect(first.sweep(later(0))).rejects.toThrow("too-busy");
    expect(await standingsOf(ids)).toMatchObject([{ state: "claimed", attempts: 1 }]);
    await outbox().sweep(later(2));
    expect(await standingsOf(ids)).toMatchObject([{ state: "sent", possiblyTwice: true }]);
  });
});

test("a stream that stood still for a day: the sweep finds all that was promised", async () => {
  const ids = await promise(300, new Date(Date.now() - 86_400_000).toISOString());
  const { sent, sweep } = outbox();
  await sweep(later(0));
  expect(new Set(sent)).toEqual(new Set(ids.map((id) => `${id}.0`)));
  expect(sent).toHaveLength(300);
});

test.each([
  ["a pause of the account", "AccountSendingPausedException", "Email sending is disabled."],
  ["a sender that is not verified", "MessageRejected", "Email address is not verified."],
])(
  "%s is waited for: no email is given up, however long it lasts, and all are sent after it",
  async (_, name, message) => {
    const ids = await promise(3, new Date(Date.now() - 600_000).toISOString());
    const outage = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
    let isOver = false;
    const sent: string[] = [];
    const { givenUp, sweep } = outbox({
      send: async (_raw, to) => {
        if (!isOver) throw outage;
        return `message-${sent.push(to)}`;
      },
    });
    for (let minute = 0; minute < 20; minute += 1) await sweep(later(minute));
    expect(await standingsOf(ids)).toEqual(ids.map(() => ({ state: "queued" })));
    expect(givenUp).toEqual([]);
    isOver = true;
    await sweep(later(21));
    expect(await standingsOf(ids)).toMatchObject(ids.map(() => ({ state: "sent" })));
    expect(sent.toSorted()).toEqual(ids.map((id) => `${id}.0`).toSorted());
  },
);

test("an account that sends too fast waits, and loses nothing", async () => {
  const ids = await promise(3, new Date(Date.now() - 600_000).toISOString());
  const throttled = Object.assign(new Error("slow"), { name: "Throttling", $metadata: { httpStatusCode: 400 } });
  let calls = 0;
  const { sweep, givenUp } = outbox({
    send: async () => {
      calls += 1;
      if (calls < 8) throw throttled;
      return `message-${calls}`;
    },
  });
  await sweep(later(0));
  expect(await standingsOf(ids)).toMatchObject(ids.map(() => ({ state: "sent" })));
  expect((await standingsOf(ids)).filter((standing) => "possiblyTwice" in standing)).toEqual([]);
  expect(givenUp).toEqual([]);
}, 30_000);

/** An error of a client of AWS. */
const failAs = (name: string, $fault: "client" | "server") =>
  Object.assign(new Error(name), { name, $fault, $metadata: {} });

test("an email waits while another service refuses requests that are too many, and is not given up", async () => {
  const ids = await promise(1, new Date(Date.now() - 600_000).toISOString());
  let isOver = false;
  const { givenUp, sent, sweep } = outbox({
    write: async ({ emailId }) => {
      if (!isOver) throw failAs("TooManyRequestsException", "client");
      return { raw: Buffer.from(emailId), to: emailId };
    },
  });
  for (let minute = 0; minute < 8; minute += 1) await sweep(later(minute));
  expect([await standingsOf(ids), givenUp]).toEqual([[{ state: "queued" }], []]);
  isOver = true;
  await sweep(later(9));
  expect(sent).toEqual(ids.map((id) => `${id}.0`));
});

test("an outage is reported, although the database does not record its end either", async () => {
  const [changeId = ""] = await promise(1, new Date(Date.now() - 600_000).toISOString());
  const outage = failAs("InternalErrorException", "server");
  let isDown = false;
  const client = new Proxy(started.table.client, {
    get: (target, name) =>
      name === "send" && isDown ? () => Promise.reject(new Error("no database")) : target[name as "send"],
  });
  const { post } = outbox({
    table: { ...started.table, client },
    write: async () => {
      isDown = true;
      throw outage;
    },
  });
  await expect(createDeliverer(post)(changeId, later(1), "sweep")).rejects.toBe(outage);
});
