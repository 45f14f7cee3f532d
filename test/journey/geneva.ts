import { counts2015, generateApplicants2015 } from "./applicants.ts";
import { type ConferenceDesk, type Journey, openConference } from "./conference.ts";
import { listConfirmed, revokeBadges, scanAllIn, scanInvalidBadges, waitForHeadcount } from "./entry.ts";
import type { ConferenceEvidence, GateEvidence, InvalidBadgeEvidence, WaitingListEvidence } from "./evidence.ts";
import { EntryDesk } from "./gate.ts";
import { type ConferenceObservation, observeConference } from "./observe-conference.ts";
import { type ReviewSummary, runReview } from "./review.ts";
import { applyTwice, countDifferentReplays, submissionConnections, submitAll } from "./submissions.ts";
import { WaitingListWatch } from "./waiting-list-watch.ts";

/** The number of confirmed people whose badge is revoked before they arrive. */
const revocations = 2;

/**
 * The Conference on Migrants and Cities, from the first form to the gate: 704 people apply for 600 seats at the same
 * time, the secretariat reviews, delegates withdraw, the waiting list is seated, and all confirmed people enter.
 */
export async function runGeneva(journey: Journey): Promise<ConferenceEvidence> {
  const desk = await openConference(journey, "idm-2015");
  return observeConference(desk, () => runGenevaSteps(desk));
}

async function runGenevaSteps(desk: ConferenceDesk): Promise<ConferenceObservation> {
  const began = Date.now();
  const { surprises, waited } = await submitApplications(desk);
  const seconds = (Date.now() - began) / 1000;
  const line = await WaitingListWatch.start(desk);
  const reviewed = await runReview(desk, line);
  const { gate, falseBadges } = await checkInEveryone(desk, line);
  return {
    story: describeGeneva(seconds, waited, reviewed),
    gate,
    falseBadges,
    waitingList: toWaitingListEvidence(line),
    surprises: [...surprises, ...reviewed.surprises],
  };
}

/** All people submit the form at once; a few submit it again, as browsers and people do. */
async function submitApplications(desk: ConferenceDesk): Promise<{ surprises: string[]; waited: number }> {
  const applications = generateApplicants2015();
  const answers = await submitAll(desk, applications);
  const differing = await countDifferentReplays(desk, applications.slice(100, 110), answers.slice(100, 110));
  const byForm = applications.filter(({ category }) => category !== "secretariat");
  await applyTwice(desk, byForm.slice(200, 205));
  const rows = await desk.listRegistrations();
  return {
    waited: rows.filter(({ seat }) => seat === "waiting").length,
    surprises: [
      ...(differing === 0 ? [] : [`${differing} forms sent again under their key were answered differently`]),
      ...(rows.length === applications.length
        ? []
        : [`${applications.length} people applied, ${rows.length} are registered`]),
    ],
  };
}

/** Issues badges for all, revokes two of them, admits all people, and scans the badges that must be refused. */
async function checkInEveryone(
  desk: ConferenceDesk,
  line: WaitingListWatch,
): Promise<{ gate: GateEvidence; falseBadges: InvalidBadgeEvidence }> {
  const entry = new EntryDesk(desk);
  const printed = await entry.issueBadges(await listConfirmed(desk));
  const rows = await listConfirmed(desk);
  const unwanted = rows.filter(({ role }) => role !== "speaker").slice(-revocations);
  await revokeBadges(desk, line, unwanted);
  const revokedIds = new Set(unwanted.map(({ registrationId }) => registrationId));
  const known = new Set(printed.map(({ registrationId }) => registrationId));
  const newcomers = (await listConfirmed(desk)).filter(({ registrationId }) => !known.has(registrationId));
  const live = printed.filter(({ registrationId }) => !revokedIds.has(registrationId));
  const badges = [...live, ...(await entry.issueBadges(newcomers))];
  const entered = await scanAllIn(desk, badges);
  const revoked = printed.filter(({ registrationId }) => revokedIds.has(registrationId));
  const falseBadges = await scanInvalidBadges(desk, badges, revoked);
  const isInside = entered.admitted;
  return { gate: { ...entered, ...(await waitForHeadcount(desk, isInside)) }, falseBadges };
}

function toWaitingListEvidence({ moved, waits, jumped }: WaitingListWatch): WaitingListEvidence {
  const sorted = waits.toSorted((a, b) => a - b);
  return { moved, jumped, longestWaitMs: sorted.at(-1) ?? 0, medianWaitMs: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

function describeGeneva(seconds: number, waited: number, reviewed: ReviewSummary): ConferenceObservation["story"] {
  const { speakers, womenSpeaking, others } = counts2015;
  return [
    [
      "Applications",
      `${speakers + others} within ${seconds.toFixed(1)} s over ${submissionConnections} connections: ${speakers} speakers (${womenSpeaking} of them ` +
        `women) and ${others} others; ${waited} joined the waiting list`,
    ],
    ...reviewed.story,
    ["Revoked", `${revocations} after their badges were printed`],
  ];
}
