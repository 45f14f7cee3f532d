import { createSesClient, createSesSender } from "../functions/email-outbox/email-sender.ts";
import { startCountingSes } from "../test/support/mail-storm/ses.ts";
import { runStorm, type StormResult } from "../test/support/mail-storm/storm.ts";
import { startSesProxy } from "../test/support/ses-proxy.ts";
import { startTable } from "../test/support/table.ts";
import { captureLog } from "./support/log.ts";
import type { Results } from "./support/results.ts";
import { invariant, type Section, type Suite } from "./support/suite.ts";

/** Whether each email is sent once while SES and the function fail (docs/email.md). */
export const suite: Suite = { storm: measureStorm };

async function measureStorm(results: Results, quick: boolean): Promise<Section> {
  // A quick storm is short, so that it needs a greater share to end any sandbox at all.
  const [count, crashes] = quick ? [500, 0.05] : [10_000, 0.01];
  const { mails, crashed, sweeps, seconds } = await results.cell(`storm of ${count} emails`, () =>
    sendMails(count, crashes),
  );
  const lost = mails.filter(({ times, standing }) => times === 0 || standing.state !== "sent");
  const twice = mails.filter(({ times }) => times > 1);
  const recorded = mails.filter(({ standing }) => "possiblyTwice" in standing);
  const unrecorded = twice.filter(({ standing }) => !("possiblyTwice" in standing));
  return {
    title: `Email storm: each stream record arrives three times, and ${crashes * 100} % of the sandboxes end`,
    notes: [
      "SES throttles 0.2 % of the calls, fails 0.2 %, and accepts 0.2 % without an answer. A sweep runs each minute.",
    ],
    head: ["emails", "crashes", "sweeps", "twice", "recorded as possibly twice", "seconds"],
    rows: [[count, crashed, sweeps, twice.length, recorded.length, Math.round(seconds)].map(String)],
    verdicts: [
      invariant(`none of ${mails.length} is lost`, lost.length === 0 && mails.length === count),
      invariant("each email that was sent twice is recorded as possibly twice", unrecorded.length === 0),
      invariant("at least one sandbox ended", crashed > 0),
    ],
  };
}

/** @param crashes the share of sandboxes that end */
async function sendMails(mails: number, crashes: number): Promise<StormResult> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const [started, ses] = await Promise.all([startTable(), startCountingSes()]);
  const log = captureLog();
  const proxy = await startSesProxy(ses.endpoint, { seed: 3, throttle: 0.002, serverError: 0.002, dropAnswer: 0.002 });
  try {
    const client = createSesClient({ endpoint: proxy.endpoint, region: "local", credentials });
    const order = { mails, seed: 11, times: 3, crashes };
    return await runStorm(started.table, order, createSesSender(client, "palais"), ses.times);
  } finally {
    log.stop();
    await Promise.all([proxy.close(), ses.stop(), started.stop()]);
  }
}
