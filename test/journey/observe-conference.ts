import { type CounterReport, verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { waitFor } from "../support/wait-for.ts";
import { observeAttendance } from "./attendance.ts";
import type { ConferenceDesk } from "./conference.ts";
import { compareEmails, type EmailLedger, listQueuedEmails, listSentEmails } from "./email-ledger.ts";
import type { ConferenceEvidence } from "./evidence.ts";

/** The interval between two looks at the pools, in ms. */
const poolPollMs = 200;

/**
 * Polls the pools during the work, because a seat above a limit would be visible only for a moment.
 * @returns the result of the work, and the highest number of seats above its limit that any pool had
 */
async function watchPools<T>(desk: ConferenceDesk, work: () => Promise<T>): Promise<{ result: T; mostOver: number }> {
  let working = true;
  const look = async () => {
    let mostOver = 0;
    while (working) {
      const over = (await desk.listPools()).map(({ taken, limit }) => taken - (limit ?? taken));
      mostOver = Math.max(mostOver, ...over);
      await new Promise((resolve) => setTimeout(resolve, poolPollMs));
    }
    return mostOver;
  };
  const done = work().finally(() => {
    working = false;
  });
  const [result, mostOver] = await Promise.all([done, look()]);
  return { result, mostOver };
}

/** The part of a conference's evidence that the journey itself reports; the rest is counted at the end. */
export type ConferenceObservation = Pick<
  ConferenceEvidence,
  "story" | "gate" | "falseBadges" | "waitingList" | "surprises"
>;

/** The time limit for the last emails, in ms: the sweep finds an email whose event was lost within three minutes. */
const emailTimeoutMs = 200_000;

/** The time limit for the last seat, in ms. */
const recountTimeoutMs = 60_000;

/** Runs a conference while its pools are observed, and counts the results afterwards. */
export async function observeConference(
  desk: ConferenceDesk,
  travel: () => Promise<ConferenceObservation>,
): Promise<ConferenceEvidence> {
  const { result: seen, mostOver } = await watchPools(desk, travel);
  const emails = await desk.journey.progress.step("the last emails", 1, () => compareAllEmails(desk));
  const { conferenceId, body } = desk;
  return {
    ...seen,
    attendance: await observeAttendance(desk),
    conferenceId,
    title: body.title.en,
    place: `${body.venue.name}, ${body.venue.city}`,
    startsOn: body.startsOn,
    endsOn: body.endsOn,
    recount: await waitForRecount(desk),
    pools: await desk.listPools(),
    mostOver,
    emails,
  };
}

/** Waits until the counters are at rest: a released seat may still be on its way to the waiting list. */
async function waitForRecount(desk: ConferenceDesk): Promise<CounterReport> {
  const once = () => verifyCounters(desk.journey.system.table, desk.conferenceId);
  return waitFor(recountTimeoutMs, once, ({ seatsFreeWhileWaiting }) => seatsFreeWhileWaiting === 0, 200).catch(once);
}

async function compareAllEmails(desk: ConferenceDesk): Promise<EmailLedger> {
  const { table, home } = desk.journey.system;
  const ours = async () =>
    (await listQueuedEmails(table)).filter(({ conferenceId }) => conferenceId === desk.conferenceId);
  const isSettled = (emails: Awaited<ReturnType<typeof ours>>) =>
    emails.every(({ status }) => status.state === "sent" || status.state === "failed");
  const queued = await waitFor(emailTimeoutMs, ours, isSettled, 500).catch(ours);
  return compareEmails(desk.expectedEmails.counts, queued, await listSentEmails(home));
}
