import { applicants2017 } from "./agenda.ts";
import { type ConferenceDesk, type Journey, openConference } from "./conference.ts";
import { confirmed, enter, headcount } from "./entry.ts";
import type { ConferenceEvidence } from "./evidence.ts";
import { EntryDesk } from "./gate.ts";
import { type Seen, takeStock } from "./stock.ts";
import { submitAll } from "./submissions.ts";

/** The dialogue in New York: everyone in its agenda registers, is approved, gets a badge and goes in. */
export async function travelNewYork(journey: Journey): Promise<ConferenceEvidence> {
  const desk = await openConference(journey, "idm-2017-new-york");
  return takeStock(desk, () => travel(desk));
}

async function travel(desk: ConferenceDesk): Promise<Seen> {
  const applications = await applicants2017();
  await submitAll(desk, applications);
  await desk.decideMany(await desk.rows({ accreditation: "pending" }), { decision: "approve" });
  const rows = await confirmed(desk);
  const badges = await new EntryDesk(desk).badges(rows);
  const entered = await enter(desk, badges);
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
    gate: { ...entered, ...(await headcount(desk, entered.admitted)) },
    surprises: [
      ...(badges.length === applications.length
        ? []
        : [`${applications.length} people of the agenda, ${badges.length} badges`]),
      ...changed.map(({ person }) => `${person.givenName} ${person.familyName} is not stored as the agenda writes it`),
    ],
  };
}
