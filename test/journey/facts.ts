import type { ConferenceEvidence, Evidence, Refused } from "./evidence.ts";

/** One thing that must hold, as the report's last lines say it. */
export interface Fact {
  readonly text: string;
  readonly holds: boolean;
  /** What is wrong, in a sentence each. */
  readonly faults: readonly string[];
}

/** The size of the room in Geneva. */
const room = 600;

/** Whether the journey went as it must. */
export function factsOf(evidence: Evidence): Fact[] {
  const { conferences } = evidence;
  const all = (faultsOf: (one: ConferenceEvidence) => readonly string[]) =>
    conferences.flatMap((one) => faultsOf(one).map((fault) => `${one.conferenceId}: ${fault}`));
  const over = Math.max(0, ...conferences.map(({ mostOver, recount }) => Math.max(mostOver, recount.overhang)));
  const free = conferences.reduce((sum, { recount }) => sum + recount.freeWhileWaiting, 0);
  return [
    fact(`${over} seats over ${room}`, over === 0 ? [] : ["more seats were given out than the room has"]),
    fact(`${free} free seats while someone waits`, [
      ...(free === 0 ? [] : ["a place is free that somebody in line could use"]),
      ...all(unfairLine),
    ]),
    fact(
      "recount equal",
      all(({ recount }) => recount.differences),
    ),
    fact("one mail per promise", [...all(({ mails }) => mails.faults), ...evidence.unpromised]),
    fact("every confirmed badge admitted once", all(admittedOnce)),
    fact("duplicate, forged, revoked and reprinted badges refused", all(falseAdmitted)),
    fact(
      "every other answer as it had to be",
      all(({ surprises }) => surprises),
    ),
  ];
}

const fact = (text: string, faults: readonly string[]): Fact => ({ text, holds: faults.length === 0, faults });

function unfairLine({ line }: ConferenceEvidence): string[] {
  return line && line.jumped > 0 ? [`${line.jumped} people in line were passed by somebody behind them`] : [];
}

function admittedOnce({ gate }: ConferenceEvidence): string[] {
  const { confirmed, admitted, verifiedOffline, inside, expectedInside } = gate;
  return [
    ...(confirmed > 0 ? [] : ["nobody is confirmed"]),
    ...(admitted === confirmed ? [] : [`${confirmed} badges, ${admitted} admitted`]),
    ...(verifiedOffline === confirmed
      ? []
      : [`${confirmed} badges, ${verifiedOffline} verify with the published keys`]),
    ...(inside === expectedInside ? [] : [`the headcount says ${inside}, the readings ${expectedInside}`]),
  ];
}

function falseAdmitted({ gate, falseBadges }: ConferenceEvidence): string[] {
  const faults = notAllRefused("duplicate", gate.duplicate);
  if (!falseBadges) return faults;
  const { forged, revoked, reprinted, reprintsAdmitted, sameScanSameAnswer } = falseBadges;
  return [
    ...faults,
    ...notAllRefused("forged", forged),
    ...notAllRefused("revoked", revoked),
    ...notAllRefused("reprinted", reprinted),
    ...(reprintsAdmitted * 2 === reprinted.tried
      ? []
      : [`only ${reprintsAdmitted} new badges of ${reprinted.tried / 2} went out and in`]),
    ...(sameScanSameAnswer ? [] : ["the same scan sent twice was answered differently"]),
  ];
}

/** None tried proves nothing. */
const notAllRefused = (kind: string, { tried, refused }: Refused) =>
  tried > 0 && tried === refused ? [] : [`of ${tried} ${kind} badges ${refused} were refused as such`];
