import type { ConferenceEvidence, JourneyEvidence, RefusalCount } from "./evidence.ts";

/** An invariant, as a closing line of the report states it. */
export interface JourneyFinding {
  readonly text: string;
  readonly holds: boolean;
  /** The violations, one sentence each. */
  readonly violations: readonly string[];
}

/** The capacity of the conference in Geneva. */
const genevaCapacity = 600;

/** Whether all invariants of the journey hold. */
export function listFindings(evidence: JourneyEvidence): JourneyFinding[] {
  const { conferences } = evidence;
  const all = (faultsOf: (one: ConferenceEvidence) => readonly string[]) =>
    conferences.flatMap((one) => faultsOf(one).map((fault) => `${one.conferenceId}: ${fault}`));
  const over = Math.max(0, ...conferences.map(({ mostOver, recount }) => Math.max(mostOver, recount.seatsOverLimit)));
  const free = conferences.reduce((sum, { recount }) => sum + recount.seatsFreeWhileWaiting, 0);
  return [
    createFinding(
      `${over} seats over ${genevaCapacity}`,
      over === 0 ? [] : ["more seats were given out than the conference has"],
    ),
    createFinding(`${free} free seats while someone waits`, [
      ...(free === 0 ? [] : ["a seat is free that a person on the waiting list could take"]),
      ...all(findUnfairOrder),
    ]),
    createFinding(
      "recount equal",
      all(({ recount }) => recount.differences),
    ),
    createFinding("each queued email sent once", [...all(({ emails }) => emails.faults), ...evidence.unqueued]),
    createFinding("every confirmed badge admitted once", all(findAdmissionFaults)),
    createFinding("attendance equals the verdicts of the gates", all(findAttendanceFaults)),
    createFinding("duplicate, forged, revoked and reprinted badges refused", all(findInvalidAdmissions)),
    createFinding(
      "all other answers as expected",
      all(({ surprises }) => surprises),
    ),
  ];
}

const createFinding = (text: string, faults: readonly string[]): JourneyFinding => ({
  text,
  holds: faults.length === 0,
  violations: faults,
});

function findUnfairOrder({ waitingList }: ConferenceEvidence): string[] {
  return waitingList && waitingList.jumped > 0
    ? [`${waitingList.jumped} people were seated before a person who had waited longer`]
    : [];
}

function findAdmissionFaults({ gate }: ConferenceEvidence): string[] {
  const { confirmed, admitted, verifiedOffline, inside, expectedInside } = gate;
  return [
    ...(confirmed > 0 ? [] : ["no person is confirmed"]),
    ...(admitted === confirmed ? [] : [`${confirmed} badges, ${admitted} admitted`]),
    ...(verifiedOffline === confirmed
      ? []
      : [`${confirmed} badges, ${verifiedOffline} verify with the published keys`]),
    ...(inside === expectedInside ? [] : [`the headcount is ${inside}, the scans give ${expectedInside}`]),
  ];
}

function findAttendanceFaults({ attendance: { counted, byVerdicts } }: ConferenceEvidence): string[] {
  const [shown, expected] = [JSON.stringify(counted), JSON.stringify(byVerdicts)];
  return shown === expected ? [] : [`the attendance is ${shown}, the verdicts give ${expected}`];
}

function findInvalidAdmissions({ gate, falseBadges }: ConferenceEvidence): string[] {
  const faults = findMissingRefusals("duplicate", gate.duplicate);
  if (!falseBadges) return faults;
  const { forged, revoked, reprinted, reprintsAdmitted, sameScanSameAnswer } = falseBadges;
  return [
    ...faults,
    ...findMissingRefusals("forged", forged),
    ...findMissingRefusals("revoked", revoked),
    ...findMissingRefusals("reprinted", reprinted),
    ...(reprintsAdmitted === reprinted.tried
      ? []
      : [`only ${reprintsAdmitted} of ${reprinted.tried} reprinted badges left and entered again`]),
    ...(sameScanSameAnswer ? [] : ["the same scan sent twice got different answers"]),
  ];
}

/** No attempt at all proves nothing. */
const findMissingRefusals = (kind: string, { tried, refused }: RefusalCount) =>
  tried > 0 && tried === refused ? [] : [`of ${tried} ${kind} badges ${refused} were refused for the right reason`];
