import { listApplicants2017 } from "./agenda.ts";
import { type ConferenceDesk, type Journey, openConference } from "./conference.ts";
import { listConfirmed, scanAllIn, waitForHeadcount } from "./entry.ts";
import type { ConferenceEvidence } from "./evidence.ts";
import { EntryDesk } from "./gate.ts";
import { type ConferenceObservation, observeConference } from "./observe-conference.ts";
import { submitAll } from "./submissions.ts";

/** The dialogue in New York: each person in its agenda registers, is approved, gets a badge and enters. */
export async function runNewYork(journey: Journey): Promise<ConferenceEvidence> {
  const desk = await openConference(journey, "idm-2017-new-york");
  return observeConference(desk, () => runNewYorkSteps(desk));
}

async function runNewYorkSteps(desk: ConferenceDesk): Promise<ConferenceObservation> {
  const applications = await listApplicants2017();
  await submitAll(desk, applications);
  await desk.decideRegistrations(await desk.listRegistrations({ accreditation: "pending" }), { decision: "approve" });
  const rows = await listConfirmed(desk);
  const badges = await new EntryDesk(desk).issueBadges(rows);
  const entered = await scanAllIn(desk, badges);
  const moderators = applications.filter(({ role }) => role === "moderator").length;
  const asWritten = new Set(
    rows.map(({ person, functionTitle }) => `${person.givenName} ${person.familyName}, ${functionTitle}`),
  );
  const changed = applications.filter(
    (each) => !asWritten.has(`${each.person.givenName} ${each.person.familyName}, ${each.functionTitle}`),
  );
  return {
    story: [
      ["From the agenda", `${applications.length} people, ${moderators} of them as moderators only, all approved`],
    ],
    gate: { ...entered, ...(await waitForHeadcount(desk, entered.admitted)) },
    surprises: [
      ...(badges.length === applications.length
        ? []
        : [`${applications.length} people of the agenda, ${badges.length} badges`]),
      ...changed.map(({ person }) => `${person.givenName} ${person.familyName} is not stored as the agenda writes it`),
    ],
  };
}
