import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import type { Change } from "#shared/domain/change.ts";
import type { ImportedRow, ImportKind } from "#shared/domain/import.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { occupiedPools, type PoolState, requirePool } from "#shared/domain/seats.ts";
import { actorOf } from "#shared/http/caller.ts";
import { nominationCommand } from "#shared/http/delegation-command.ts";
import { keepNoPassport } from "#shared/http/passport.ts";
import { createSubmissionCommand } from "#shared/http/submission.ts";
import { standingView } from "#shared/http/views.ts";
import { loadMembers } from "#shared/store/delegations.ts";
import { newId } from "#shared/store/ids.ts";
import { type Key, keys } from "#shared/store/keys.ts";
import { getItems, type Table, text } from "#shared/store/table.ts";
import { guardOf, type Venue } from "./context.ts";
import { isRefused, stands } from "./outcome.ts";
import type { Body, SheetPerson } from "./people.ts";
import { applicationOf, deriveIdempotency, type ImportJob } from "./take.ts";

/** The conference as it would be after the rows before. */
interface World {
  readonly hall: CapacitySnapshot;
  readonly states: Map<PoolName, PoolState>;
  readonly members: Registration[];
  /** Guards that the rows before would hold. */
  readonly held: Set<string>;
}

/**
 * Says of rows what would become of them if all rows before were taken: by the same rules, on pools that are counted
 * along. Reads, and writes nothing.
 */
export async function foreseer(table: Table, job: ImportJob, venue: Venue) {
  const { conference, delegation } = venue;
  const hall = await loadCapacitySnapshot(table, conference.conferenceId, delegation ? [delegation.delegationId] : []);
  const members = delegation ? await loadMembers(table, delegation) : [];
  const world: World = { hall, states: new Map(summarizePools(hall.shards)), members, held: new Set() };
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const there = await whatIsThere(table, job, venue, people);
    const rows: ImportedRow[] = [];
    for (const person of people) rows.push(await foreseeOne(table, job, venue, world, there, person));
    return rows;
  };
}

const nameOf = ({ PK, SK }: Key) => `${PK} ${SK}`;

/** The guards that a newcomer would have to take: the person's, and that of the one head. */
function guardsOf(venue: Venue, body: Body<ImportKind>): [key: Key, taken: "already-registered" | "second-head"][] {
  const isHead = venue.delegation && body.role === "head-of-delegation";
  const person: [Key, "already-registered"] = [guardOf(venue, body), "already-registered"];
  return isHead ? [person, [keys.head(venue.delegation?.delegationId ?? ""), "second-head"]] : [person];
}

/** Which of the guards and earlier imports of these people the table has. */
async function whatIsThere(table: Table, job: ImportJob, venue: Venue, people: readonly SheetPerson[]) {
  const wanted = people.flatMap(({ body }) =>
    body ? [...guardsOf(venue, body).map(([key]) => key), keys.journal(deriveIdempotency(job, body).changeId)] : [],
  );
  const distinct = new Map(wanted.map((key) => [nameOf(key), key]));
  const found = await getItems(table, [...distinct.values()]);
  return new Set(found.map((item) => nameOf({ PK: text(item, "PK"), SK: text(item, "SK") })));
}

async function foreseeOne(
  table: Table,
  job: ImportJob,
  venue: Venue,
  world: World,
  there: ReadonlySet<string>,
  person: SheetPerson,
): Promise<ImportedRow> {
  const { row, body, faults } = person;
  if (!body) return { row, outcome: "wrong", ...(faults && { faults }) };
  if (there.has(nameOf(keys.journal(deriveIdempotency(job, body).changeId))))
    return { row, outcome: "imported-before" };
  try {
    const [step] = (await decide(table, venue, world, body)).registrations;
    if (!step) throw new Error("a change without a registration");
    const guards = guardsOf(venue, body);
    const taken = guards.find(([key]) => there.has(nameOf(key)) || world.held.has(nameOf(key)));
    if (taken) throw new Refusal(taken[1]);
    for (const [key] of guards) world.held.add(nameOf(key));
    follow(world, step.after);
    const { registrationId: _id, ...outcome } = stands(person, standingView(step.after));
    return outcome;
  } catch (error) {
    return isRefused(person, error);
  }
}

/** What the form's own rule says of the row. */
async function decide(table: Table, venue: Venue, world: World, body: Body<ImportKind>): Promise<Change> {
  const { hall, states, members } = world;
  const { delegation, asking } = venue;
  const [state, at] = [{ ...hall, pools: states }, new Date().toISOString()];
  if (delegation) {
    const { rule } = nominationCommand(keepNoPassport, body, newId());
    return rule({ delegation, members }, state, { actor: actorOf(asking.caller), at });
  }
  const application = applicationOf(venue, body as Body<"registrations">, at);
  return (await createSubmissionCommand(table, keepNoPassport, application, newId())).decide(state);
}

/** The world with one more in it. */
function follow({ hall, states, members }: World, after: Registration): void {
  for (const pool of occupiedPools(hall.conference, after)) {
    const state = requirePool(states, pool);
    states.set(pool, { ...state, taken: state.taken + 1 });
  }
  members.push(after);
}
