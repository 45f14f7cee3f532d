import { executeCommand } from "#shared/commands/execute-command.ts";
import { saveConference } from "#shared/commands/save-conference.ts";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import type { Change, RegistrationChange } from "#shared/domain/change.ts";
import { submit } from "#shared/domain/submission.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { recount } from "#shared/store/recount.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { aConference, anApplication, secretariat } from "./builders.ts";

/** The commands that tests of the store give, each as the functions give it, without the HTTP around it. */

const context = () => ({ actor: secretariat, at: new Date().toISOString() });

/** Long enough for any test; shorter ones are about deadlines. */
export const patience = () => Date.now() + 25_000;

/** The journal's part of a change of settings. */
export const settingsChange = (conferenceId: string): Change => ({
  ...context(),
  conferenceId,
  action: "change-conference",
  registrations: [],
  mails: [],
  admission: "public",
});

/** A conference with one hall of so many seats, whose form is always open. @returns its identifier */
export async function openHall(table: Table, capacity: number, body: Record<string, unknown> = {}): Promise<string> {
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
  const conference = aConference({ registration, venue, ...body }, `hall-${newId()}`);
  await saveConference(table, undefined, conference, settingsChange(conference.conferenceId), patience());
  return conference.conferenceId;
}

/** The secretariat changes the number of seats, and what else is given. */
export async function setCapacity(table: Table, conferenceId: string, capacity: number, more = {}): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const after = { ...before, ...more, version: before.version + 1, venue: { ...before.venue, capacity } };
  await saveConference(table, before, after, settingsChange(conferenceId), patience());
}

const standing = ([step]: readonly RegistrationChange[]) => ({
  id: step?.after.registrationId ?? "",
  seat: step?.after.seat.state,
  accreditation: step?.after.accreditation.state,
});

/** Somebody applies; answers who they are and how they stand. */
export async function apply(table: Table, conferenceId: string, body = {}, person = {}, deadline = patience()) {
  const [id, application] = [newId(), anApplication(body, person)];
  return executeCommand(toCommandStore(table), {
    conferenceId,
    deadline,
    decide: ({ conference, pools }) => submit(conference, pools, application, id, context()),
    answer: standing,
  });
}

export type Act = "approve" | "reject" | "revoke" | "reopen" | "withdraw";

/** The secretariat decides on somebody, or they withdraw. */
export async function act(table: Table, conferenceId: string, id: string, what: Act, deadline = patience()) {
  return executeCommand(toCommandStore(table), {
    conferenceId,
    deadline,
    decide: async ({ conference, pools }) => {
      const before = await loadRegistration(table, id);
      return what === "withdraw"
        ? withdraw(before, context())
        : decide(conference, pools, before, { decision: what, reason: "because" }, context());
    },
    answer: standing,
  });
}

/** The venue's seats as the counters and as the rows have them, and every difference of the books. */
export async function books(table: Table, conferenceId: string) {
  const { differences, shards, overhang, freeWhileWaiting } = await recount(table, conferenceId);
  const total = (of: "taken" | "holders" | "limit") =>
    shards.filter(({ pool }) => pool === "venue").reduce((sum, shard) => sum + shard[of], 0);
  return { differences, overhang, freeWhileWaiting, taken: total("taken"), holders: total("holders") };
}
