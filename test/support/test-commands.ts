import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { type Change, createConferenceChange, type RegistrationChange } from "#shared/model/change.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { aConference, buildApplication, secretariatActor } from "./builders.ts";

/** The commands that tests of the store give, each as the functions give it, without the HTTP around it. */

const context = () => ({ actor: secretariatActor, at: new Date().toISOString() });

/** Long enough for any test; shorter ones are about deadlines. */
export const getDeadline = () => Date.now() + 25_000;

/** The journal's part of a change of settings. */
export const buildSettingsChange = (conferenceId: string, at = new Date().toISOString()): Change =>
  createConferenceChange(conferenceId, "update-conference", { actor: secretariatActor, at });

/** A conference with one hall of so many seats, whose form is always open. @returns its identifier */
export async function openHall(table: Table, capacity: number, body: Record<string, unknown> = {}): Promise<string> {
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
  const conference = aConference({ registration, venue, ...body }, `hall-${createId()}`);
  await saveConference(table, undefined, conference, buildSettingsChange(conference.conferenceId), getDeadline());
  return conference.conferenceId;
}

/** The secretariat changes the number of seats, and what else is given. */
export async function setCapacity(table: Table, conferenceId: string, capacity: number, more = {}): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const after = { ...before, ...more, version: before.version + 1, venue: { ...before.venue, capacity } };
  await saveConference(table, before, after, buildSettingsChange(conferenceId), getDeadline());
}

const toSeatState = ([step]: readonly RegistrationChange[]) => ({
  id: step?.after.registrationId ?? "",
  seat: step?.after.seat.state,
  accreditation: step?.after.accreditation.state,
});

/** Submits an application. @returns the registration and its state */
export async function applyToConference(
  table: Table,
  conferenceId: string,
  body = {},
  person = {},
  deadline = getDeadline(),
) {
  const [id, application] = [createId(), buildApplication(body, person)];
  return executeCommand(toCommandStore(table), {
    conferenceId,
    deadline,
    decide: ({ conference, pools }) => createSubmission(conference, pools, application, id, context()),
    answer: toSeatState,
  });
}

export type StaffAction = "approve" | "reject" | "revoke" | "reopen" | "withdraw";

/** A decision of the secretariat, or a withdrawal. */
export async function performAction(
  table: Table,
  conferenceId: string,
  id: string,
  what: StaffAction,
  deadline = getDeadline(),
) {
  return executeCommand(toCommandStore(table), {
    conferenceId,
    deadline,
    decide: async ({ conference, pools }) => {
      const before = await loadRegistration(table, id);
      return what === "withdraw"
        ? withdrawAccreditation(before, context())
        : decideAccreditation(conference, pools, before, { decision: what, reason: "because" }, context());
    },
    answer: toSeatState,
  });
}

/** The venue's seats as the counters and as the rows have them, and every difference of the books. */
export async function readSeatCounts(table: Table, conferenceId: string) {
  const { shards, seatsOverLimit, seatsFreeWhileWaiting, ...report } = await verifyCounters(table, conferenceId);
  // No consumer of the stream runs beside these tests.
  const differences = report.differences.filter((text) => !/was never (?:counted|indexed) since/.test(text));
  const total = (of: "taken" | "holders" | "limit") =>
    shards.filter(({ pool }) => pool === "venue").reduce((sum, shard) => sum + shard[of], 0);
  return {
    differences,
    seatsOverLimit,
    seatsFreeWhileWaiting,
    taken: total("taken"),
    holders: total("holders"),
  };
}
