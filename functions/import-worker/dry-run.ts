import { toActor } from "#shared/auth/caller.ts";
import {
  addDelegationPools,
  type CapacitySnapshot,
  loadCapacitySnapshot,
  toDelegationIds,
} from "#shared/capacity/capacity-snapshot.ts";
import { occupyPools, type Pools } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { createId, type Key, serializeKey } from "#shared/dynamodb/keys.ts";
import { createNominationCommand } from "#shared/http/execute-on-delegation.ts";
import { findHiddenPeople } from "#shared/http/registered-person.ts";
import { createSubmissionCommand } from "#shared/http/submission-command.ts";
import { toRegistrationStatusView } from "#shared/http/views.ts";
import type { ImportedRow, ImportKind } from "#shared/imports/import.rules.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { listHeadKeys } from "#shared/registrations/uniqueness-constraints.repository.ts";
import {
  buildPersonConstraintKey,
  type ImportContext,
  loadPersonConstraints,
  serializeItemKey,
} from "./import-context.ts";
import {
  decideRow,
  reopenRow,
  toInvalidOutcome,
  toRejectedOutcome,
  toReopenedOutcome,
  toRowOutcome,
  toSubmissionRequest,
} from "./import-row.ts";
import { identifyRows, type RowIdentity } from "./row-identity.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** The conference as it would be after the rows before. */
interface DryRunState {
  /** The conference, and its pools before the first row. */
  capacity: CapacitySnapshot;
  pools: Pools;
  readonly members: Registration[];
  /** The uniqueness constraints that the rows before would hold. */
  readonly constraints: Set<string>;
}

/**
 * Creates a function that predicts the outcomes of rows if all rows before were imported: by the same rules, on pools
 * that it updates itself. It writes nothing.
 */
export async function createDryRun(context: ImportContext) {
  const { store, conference, delegation } = context;
  const delegationIds = delegation ? [delegation.delegationId] : [];
  const capacity = await loadCapacitySnapshot(store, conference.conferenceId, delegationIds);
  const state: DryRunState = {
    capacity,
    pools: summarizePools(capacity.shards),
    members: delegation ? await loadDelegationMembers(store, delegation) : [],
    constraints: new Set(),
  };
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const [constraints, identities] = await Promise.all([
      loadPersonConstraints(context, people),
      identifyRows(context, people),
    ]);
    const { caller } = context.auth;
    // A person who is protected from the officer is as one who is not registered, as in the import.
    const hidden = caller.kind === "staff" ? await findHiddenPeople(store, constraints, caller) : new Set<string>();
    const existing = new Set(constraints.map(serializeItemKey).filter((key) => !hidden.has(key)));
    await loadReopenedPools(
      context,
      state,
      [...identities.values()].flatMap(({ withdrawn }) => withdrawn ?? []),
    );
    const rows: ImportedRow[] = [];
    for (const person of people)
      rows.push(await dryRunRow(context, state, { existing, ...identities.get(person.row) }, person));
    return rows;
  };
}

/** Loads the pools of the delegations whose withdrawn members the rows may reopen, which no row before needed. */
async function loadReopenedPools(
  { store, job }: ImportContext,
  state: DryRunState,
  withdrawn: readonly Registration[],
): Promise<void> {
  if (!job.request.reopen) return;
  state.capacity = await addDelegationPools(store, state.capacity, toDelegationIds(withdrawn));
  state.pools = new Map([...summarizePools(state.capacity.shards), ...state.pools]);
}

/** The uniqueness constraints of a new registration: the person's, and those of a head of delegation. */
const buildConstraintKeys = (
  context: ImportContext,
  body: ImportRowBody<ImportKind>,
  registration: Registration,
): [key: Key, failure: "already-registered" | "second-head"][] => [
  [buildPersonConstraintKey(context, body), "already-registered"],
  ...listHeadKeys(context.conference, registration).map((key): [Key, "second-head"] => [key, "second-head"]),
];

/** What the table has of a row, and the uniqueness constraints of the people in all rows. */
interface ExistingRow extends Partial<Pick<RowIdentity, "earlier" | "withdrawn">> {
  readonly existing: ReadonlySet<string>;
}

async function dryRunRow(
  context: ImportContext,
  state: DryRunState,
  { existing, earlier, withdrawn: gone }: ExistingRow,
  person: SheetPerson,
): Promise<ImportedRow> {
  const { row, body } = person;
  if (!body) return toInvalidOutcome(person);
  if (earlier && !gone) return { row, outcome: "imported-before" };
  if (gone && !context.job.request.reopen) return { row, outcome: "withdrawn", registrationId: gone.registrationId };
  try {
    const now = new Date().toISOString();
    const current = { ...state.capacity, pools: state.pools };
    const submitted = gone ? reopenRow(context, current, gone, now) : await submitToRule(context, state, body);
    const decided = decideRow(context, current, submitted, now);
    const [change] = decided.registrations;
    if (!change) throw new Error("a change without a registration");
    const constraints = buildConstraintKeys(context, body, change.after).map(
      ([key, failure]) => [serializeKey(key), failure] as const,
    );
    const held = constraints.find(([key]) => existing.has(key) || state.constraints.has(key));
    if (held) throw new DomainError(held[1]);
    for (const [key] of constraints) state.constraints.add(key);
    applyToState(state, change.after);
    if (gone) return toReopenedOutcome(context, person, toRegistrationStatusView(change.after));
    const { registrationId: _id, ...outcome } = toRowOutcome(context, person, toRegistrationStatusView(change.after));
    return outcome;
  } catch (error) {
    return toRejectedOutcome(person, error);
  }
}

/** The decision of the form's own rule. */
async function submitToRule(
  context: ImportContext,
  { capacity, pools, members }: DryRunState,
  body: ImportRowBody<ImportKind>,
): Promise<Change> {
  const { store, delegation, auth } = context;
  const [state, at] = [{ ...capacity, pools }, new Date().toISOString()];
  if (delegation) {
    const { rule } = createNominationCommand(store, skipPassportDigest, body, createId(), auth);
    return rule({ delegation, members }, state, { actor: toActor(auth.caller), at });
  }
  const request = toSubmissionRequest(context, body as ImportRowBody<"registrations">, at);
  return (await createSubmissionCommand(store, skipPassportDigest, request, createId())).decide(state);
}

function applyToState(state: DryRunState, after: Registration): void {
  state.pools = occupyPools(state.capacity.conference, state.pools, after);
  state.members.push(after);
}
