import { toActor } from "#shared/auth/caller.ts";
import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { listOccupiedPools, type PoolState, requirePool } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { loadDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import { createId, type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString } from "#shared/dynamodb/table.ts";
import { createNominationCommand } from "#shared/http/execute-on-delegation.ts";
import { createSubmissionCommand } from "#shared/http/submission-command.ts";
import { toRegistrationStatusView } from "#shared/http/views.ts";
import type { ImportedRow, ImportKind } from "#shared/imports/import.rules.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { buildPersonConstraintKey, type ImportContext } from "./import-context.ts";
import { deriveRowIdempotency, toRejectedOutcome, toRowOutcome, toSubmissionRequest } from "./import-row.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** The conference as it would be after the rows before. */
interface DryRunState {
  readonly capacity: CapacitySnapshot;
  readonly pools: Map<PoolName, PoolState>;
  readonly members: Registration[];
  /** The uniqueness constraints that the rows before would hold. */
  readonly constraints: Set<string>;
}

/**
 * Creates a function that predicts the outcomes of rows if all rows before were imported: by the same rules, on pools that
 * it updates itself. It writes nothing.
 */
export async function createDryRun(context: ImportContext) {
  const { store, conference, delegation } = context;
  const delegationIds = delegation ? [delegation.delegationId] : [];
  const capacity = await loadCapacitySnapshot(store, conference.conferenceId, delegationIds);
  const state: DryRunState = {
    capacity,
    pools: new Map(summarizePools(capacity.shards)),
    members: delegation ? await loadDelegationMembers(store, delegation) : [],
    constraints: new Set(),
  };
  return async (people: readonly SheetPerson[]): Promise<ImportedRow[]> => {
    const existing = await loadExistingKeys(context, people);
    const rows: ImportedRow[] = [];
    for (const person of people) rows.push(await dryRunRow(context, state, existing, person));
    return rows;
  };
}

/** The uniqueness constraints of a new registration: the person's, and that of the head of delegation. */
function buildConstraintKeys(
  context: ImportContext,
  body: ImportRowBody<ImportKind>,
): [key: Key, failure: "already-registered" | "second-head"][] {
  const { delegation } = context;
  const person: [Key, "already-registered"] = [buildPersonConstraintKey(context, body), "already-registered"];
  if (!delegation || body.role !== "head-of-delegation") return [person];
  return [person, [keys.headOfDelegation(delegation.delegationId), "second-head"]];
}

/** The constraints and earlier imports of these people that the table contains. */
async function loadExistingKeys(context: ImportContext, people: readonly SheetPerson[]): Promise<Set<string>> {
  const all = people.flatMap(({ body }) => {
    if (!body) return [];
    const constraints = buildConstraintKeys(context, body).map(([key]) => key);
    return [...constraints, keys.journal(deriveRowIdempotency(context, body).changeId)];
  });
  const distinct = new Map(all.map((key) => [serializeKey(key), key]));
  const items = await batchGetItems(context.store, [...distinct.values()]);
  return new Set(items.map((item) => serializeKey({ PK: getString(item, "PK"), SK: getString(item, "SK") })));
}

async function dryRunRow(
  context: ImportContext,
  state: DryRunState,
  existing: ReadonlySet<string>,
  person: SheetPerson,
): Promise<ImportedRow> {
  const { row, body, errors } = person;
  if (!body) return { row, outcome: "invalid", ...(errors && { cellErrors: errors }) };
  if (existing.has(serializeKey(keys.journal(deriveRowIdempotency(context, body).changeId))))
    return { row, outcome: "imported-before" };
  try {
    const [change] = (await decideRow(context, state, body)).registrations;
    if (!change) throw new Error("a change without a registration");
    const constraints = buildConstraintKeys(context, body).map(
      ([key, failure]) => [serializeKey(key), failure] as const,
    );
    const held = constraints.find(([key]) => existing.has(key) || state.constraints.has(key));
    if (held) throw new DomainError(held[1]);
    for (const [key] of constraints) state.constraints.add(key);
    applyToState(state, change.after);
    const { registrationId: _id, ...outcome } = toRowOutcome(person, toRegistrationStatusView(change.after));
    return outcome;
  } catch (error) {
    return toRejectedOutcome(person, error);
  }
}

/** The decision of the form's own rule. */
async function decideRow(
  context: ImportContext,
  { capacity, pools, members }: DryRunState,
  body: ImportRowBody<ImportKind>,
): Promise<Change> {
  const { store, delegation, auth } = context;
  const [state, at] = [{ ...capacity, pools }, new Date().toISOString()];
  if (delegation) {
    const { rule } = createNominationCommand(skipPassportDigest, body, createId());
    return rule({ delegation, members }, state, { actor: toActor(auth.caller), at });
  }
  const request = toSubmissionRequest(context, body as ImportRowBody<"registrations">, at);
  return (await createSubmissionCommand(store, skipPassportDigest, request, createId())).decide(state);
}

function applyToState({ capacity, pools, members }: DryRunState, after: Registration): void {
  for (const name of listOccupiedPools(capacity.conference, after)) {
    const pool = requirePool(pools, name);
    pools.set(name, { ...pool, taken: pool.taken + 1 });
  }
  members.push(after);
}
