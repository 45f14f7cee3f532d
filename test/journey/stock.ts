import { type Recount, recount } from "#shared/store/recount.ts";
import type { ConferenceDesk } from "./conference.ts";
import type { ConferenceEvidence } from "./evidence.ts";
import { compareMails, givenMails, type MailLedger, promisedMails } from "./mail-ledger.ts";
import { until } from "./parallel.ts";
import { watchPools } from "./pool-watch.ts";

/** What a journey itself tells of a conference; the rest is counted when it is over. */
export type Seen = Pick<ConferenceEvidence, "story" | "gate" | "falseBadges" | "line" | "surprises">;

/** Patience with the last mails, in ms: a promise whose event was lost is found by a sweep within three minutes. */
const mailPatience = 200_000;

/** Patience with the last seat, in ms. */
const linePatience = 60_000;

/** Travels through a conference under watch, and counts what is there afterwards. */
export async function takeStock(desk: ConferenceDesk, travel: () => Promise<Seen>): Promise<ConferenceEvidence> {
  const { result: seen, mostOver } = await watchPools(desk, travel);
  const mails = await desk.journey.progress.step("the last mails", 1, () => countMails(desk));
  const { conferenceId, body } = desk;
  return {
    ...seen,
    conferenceId,
    title: body.title.en,
    place: `${body.venue.name}, ${body.venue.city}`,
    startsOn: body.startsOn,
    endsOn: body.endsOn,
    recount: await settledRecount(desk),
    pools: await desk.pools(),
    mostOver,
    mails,
  };
}

/** The recount as it is at rest; a place that has just come free may still be on its way to the next in line. */
async function settledRecount(desk: ConferenceDesk): Promise<Recount> {
  const once = () => recount(desk.journey.system.table, desk.conferenceId);
  return until(linePatience, once, ({ freeWhileWaiting }) => freeWhileWaiting === 0, 200).catch(once);
}

async function countMails(desk: ConferenceDesk): Promise<MailLedger> {
  const { table, home } = desk.journey.system;
  const ours = async () =>
    (await promisedMails(table)).filter(({ conferenceId }) => conferenceId === desk.conferenceId);
  const isSettled = (mails: Awaited<ReturnType<typeof ours>>) =>
    mails.every(({ standing }) => standing.state === "sent" || standing.state === "failed");
  const promised = await until(mailPatience, ours, isSettled, 500).catch(ours);
  return compareMails(desk.mails.counts, promised, await givenMails(home));
}
