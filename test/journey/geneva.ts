import { applicants2015, counts2015 } from "./applicants.ts";
import { type ConferenceDesk, type Journey, openConference } from "./conference.ts";
import { confirmed, enter, headcount, revokeSome, tryFalseBadges } from "./entry.ts";
import type { ConferenceEvidence, FalseBadges, GateEvidence, LineEvidence } from "./evidence.ts";
import { EntryDesk } from "./gate.ts";
import { LineWatch } from "./line.ts";
import { type Review, review } from "./review.ts";
import { type Seen, takeStock } from "./stock.ts";
import { applyTwice, connections, repeatSome, submitAll } from "./submissions.ts";

/** How many confirmed people have their badge revoked before they come. */
const revocations = 2;

/**
 * The Conference on Migrants and Cities, from the first form to the gate: 704 people ask for 600 seats at the same
 * time, the secretariat reviews, delegates withdraw, the line moves up, and everyone who is confirmed goes in.
 */
export async function travelGeneva(journey: Journey): Promise<ConferenceEvidence> {
  const desk = await openConference(journey, "idm-2015");
  return takeStock(desk, () => travel(desk));
}

async function travel(desk: ConferenceDesk): Promise<Seen> {
  const began = Date.now();
  const { surprises, waited } = await apply(desk);
  const seconds = (Date.now() - began) / 1000;
  const line = await LineWatch.start(desk);
  const reviewed = await review(desk, line);
  const { gate, falseBadges } = await goIn(desk, line);
  return {
    story: storyOf(seconds, waited, reviewed),
    gate,
    falseBadges,
    line: lineEvidence(line),
    surprises: [...surprises, ...reviewed.surprises],
  };
}

/** All send the form at once; a few send it again, as browsers do and as people do. */
async function apply(desk: ConferenceDesk): Promise<{ surprises: string[]; waited: number }> {
  const applications = applicants2015();
  const answers = await submitAll(desk, applications);
  const differing = await repeatSome(desk, applications.slice(100, 110), answers.slice(100, 110));
  const byForm = applications.filter(({ category }) => category !== "secretariat");
  await applyTwice(desk, byForm.slice(200, 205));
  const rows = await desk.rows();
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

/** Badges for all, two of them revoked before the doors open, and everyone in; then the badges that must not open a gate. */
async function goIn(desk: ConferenceDesk, line: LineWatch): Promise<{ gate: GateEvidence; falseBadges: FalseBadges }> {
  const entry = new EntryDesk(desk);
  const printed = await entry.badges(await confirmed(desk));
  const rows = await confirmed(desk);
  const unwanted = rows.filter(({ role }) => role !== "speaker").slice(-revocations);
  await revokeSome(desk, line, unwanted);
  const revokedIds = new Set(unwanted.map(({ registrationId }) => registrationId));
  const known = new Set(printed.map(({ registrationId }) => registrationId));
  const newcomers = (await confirmed(desk)).filter(({ registrationId }) => !known.has(registrationId));
  const live = printed.filter(({ registrationId }) => !revokedIds.has(registrationId));
  const badges = [...live, ...(await entry.badges(newcomers))];
  const entered = await enter(desk, badges);
  const revoked = printed.filter(({ registrationId }) => revokedIds.has(registrationId));
  const falseBadges = await tryFalseBadges(desk, badges, revoked);
  const isInside = entered.admitted;
  return { gate: { ...entered, ...(await headcount(desk, isInside)) }, falseBadges };
}

function lineEvidence({ moved, waits, jumped }: LineWatch): LineEvidence {
  const sorted = waits.toSorted((a, b) => a - b);
  return { moved, jumped, longestWaitMs: sorted.at(-1) ?? 0, medianWaitMs: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

function storyOf(seconds: number, waited: number, reviewed: Review): Seen["story"] {
  const { speakers, womenSpeaking, others } = counts2015;
  return [
    [
      "Applications",
      `${speakers + others} within ${seconds.toFixed(1)} s over ${connections} connections: ${speakers} speakers (${womenSpeaking} of them ` +
        `women) and ${others} others; ${waited} joined the waiting list`,
    ],
    ...reviewed.story,
    ["Revoked", `${revocations} after their badges were printed`],
  ];
}
