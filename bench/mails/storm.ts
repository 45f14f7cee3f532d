import { openSes, sesSender } from "#shared/mail/send.ts";
import { startCountingSes } from "../../test/support/mail-storm/ses.ts";
import { type Aftermath, storm } from "../../test/support/mail-storm/storm.ts";
import { startSesProxy } from "../../test/support/ses-proxy.ts";
import { startTable } from "../../test/support/table.ts";
import { invariant, type Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** SES throttles, breaks and falls silent; the function ends at random; every record comes three times. */
async function weather(mails: number): Promise<Aftermath> {
  const [started, ses] = await Promise.all([startTable(), startCountingSes()]);
  const { write } = process.stdout;
  // Each mail has its line in the function's log, and the report is to be read.
  process.stdout.write = () => true;
  const proxy = await startSesProxy(ses.endpoint, { seed: 3, throttle: 0.002, serverError: 0.002, dropAnswer: 0.002 });
  try {
    const client = openSes({ endpoint: proxy.endpoint, region: "local", credentials });
    const wanted = { mails, seed: 11, times: 3, crashes: 0.01 };
    return await storm(started.table, wanted, sesSender(client, "palais"), ses.times);
  } finally {
    process.stdout.write = write;
    await Promise.all([proxy.close(), ses.stop(), started.stop()]);
  }
}

export async function measureStorm(results: Results, quick: boolean): Promise<Section> {
  const count = quick ? 500 : 10_000;
  const { mails, crashed, sweeps, seconds } = await results.cell(`storm of ${count} mails`, () => weather(count));
  const lost = mails.filter(({ times, standing }) => times === 0 || standing.state !== "sent");
  const twice = mails.filter(({ times }) => times > 1);
  const recorded = mails.filter(({ standing }) => "possiblyTwice" in standing);
  const silent = twice.filter(({ standing }) => !("possiblyTwice" in standing));
  return {
    title: "A storm: mails whose records come three times, in sandboxes of which one in a hundred ends",
    notes: ["SES throttles 0.2 % of the calls, breaks at 0.2 %, and takes 0.2 % without a word. A sweep is a minute."],
    head: ["mails", "crashes", "sweeps", "twice", "recorded as possibly twice", "seconds"],
    rows: [[count, crashed, sweeps, twice.length, recorded.length, Math.round(seconds)].map(String)],
    verdicts: [
      invariant(`none of ${mails.length} is lost`, lost.length === 0 && mails.length === count),
      invariant("whatever went out twice is recorded as possibly twice", silent.length === 0),
      invariant("sandboxes did end", crashed > 0),
    ],
  };
}
