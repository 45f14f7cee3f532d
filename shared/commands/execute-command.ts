import {
  type CapacitySnapshot,
  dropCachedSnapshot,
  loadCapacitySnapshot,
  loadIfCachedFull,
  loadSnapshotWithConstraint,
  loadWithCachedCapacity,
  type SnapshotRead,
  updateCachedSnapshot,
} from "#shared/capacity/capacity-snapshot.ts";
import { occupyPools, PoolNotLoaded, type Pools } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { createId, type Key, keys } from "#shared/dynamodb/keys.ts";
import { type Deadline, getItem, getString, type Item, pauseBeforeRetry, type Table } from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError, type DomainErrorCode } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getPeopleRetentionEnd } from "#shared/model/time.ts";
import type { CommandStore } from "./command-store.ts";
import {
  type CommitOptions,
  commit,
  commitTogether,
  type NotCommitted,
  type PendingChange,
} from "./commit.repository.ts";
import type { IdempotencyRecord } from "./journal.ts";

/** The state that a rule decides on. */
export interface DecisionState extends CapacitySnapshot {
  readonly pools: Pools;
}

/** One command: how it decides, and how its response is worded. */
export interface Command<Answer> {
  readonly conferenceId: string;
  readonly deadline: Deadline;
  readonly idempotency?: IdempotencyRecord | undefined;
  /** Loads what the rule needs beyond the state, and calls the rule. Called again for each attempt. */
  readonly decide: (state: DecisionState) => Change | Promise<Change>;
  readonly answer: (registrations: readonly RegistrationChange[], delegation: Delegation | undefined) => Answer;
  /** The response to a repetition, from the first one, for what the caller may read now. Without it, the first one. */
  readonly answerRepetition?: (first: Answer) => Answer | Promise<Answer>;
  readonly newPerson?: NewPerson<Answer>;
  /** Writes beside those of the change, such as checks of what the rule has read. They take no seat. */
  readonly besides?: ((change: Change) => CommitOptions["besides"]) | undefined;
}

/**
 * A person who registers where no response may reveal who is registered already. Their uniqueness constraint is read
 * before the write, in the same number of calls whether it exists or not, so that timing reveals nothing either.
 */
interface NewPerson<Answer> {
  /** Without it, the constraint is read by the write alone. */
  readonly constraintKey?: Key | undefined;
  /**
   * Responds if the person is registered.
   * @returns `undefined` if the constraint or a pool has changed since, and the rule must decide again
   */
  readonly answerIfRegistered: (
    change: Change,
    state: DecisionState,
    found: NotCommitted,
  ) => Promise<Answered<Answer> | undefined>;
}

interface Answered<Answer> {
  readonly answer: Answer;
}

/** A way to decide a command: on which snapshot, and which of the rule's decisions are final on it. */
interface Strategy {
  /** @returns `undefined` if there is no such snapshot now */
  readonly loadSnapshot: (
    table: Table,
    conferenceId: string,
    delegationIds: readonly string[],
    constraintKey: Key | undefined,
  ) => Promise<SnapshotRead | undefined>;
  /** Whether a refusal of the rule is final. Otherwise the next strategy decides. */
  readonly acceptsRefusal: boolean;
  /** Whether a change is final and can be written. Otherwise the next strategy decides. */
  readonly accepts: (change: Change) => boolean;
}

const isWaiting = ({ seat }: Pick<Registration, "seat">) => seat.state === "waiting";

/**
 * The venue was full less than half a second ago: no pool is read. A new registration joins the waiting list, or is
 * refused if the conference has none, without access to any shard.
 */
const decideOnFullSnapshot: Strategy = {
  loadSnapshot: (table, conferenceId, _delegationIds, constraintKey) =>
    loadIfCachedFull(table, conferenceId, constraintKey),
  acceptsRefusal: true,
  accepts: ({ registrations }) =>
    registrations.every(
      ({ before, after }) => !before && Object.keys(after.shardAllocations).length === 0 && isWaiting(after),
    ),
};

/**
 * The pools are at most half a second old, or read without consistency. The conditions of the transaction verify a
 * decision to give seats. A refusal, or a wait for a seat, needs a fresh snapshot.
 */
const decideOnCachedSnapshot: Strategy = {
  loadSnapshot: (table, conferenceId, _delegationIds, constraintKey) =>
    loadWithCachedCapacity(table, conferenceId, constraintKey),
  acceptsRefusal: false,
  accepts: ({ registrations }) =>
    !registrations.some(({ after }) => isWaiting(after) || after.sessions.some(isWaiting)),
};

/** Everything is read, with the pools of the delegations that the rule needs. Every decision is final. */
const decideOnFreshSnapshot: Strategy = {
  loadSnapshot: loadSnapshotWithConstraint,
  acceptsRefusal: true,
  accepts: () => true,
};

const strategies = [decideOnFullSnapshot, decideOnCachedSnapshot, decideOnFreshSnapshot] as const;

/** The time that the last items of a request and its response need before the deadline, in ms. */
const lastItemsMs = 2_000;

/**
 * Asserts that one more item of a request with many can begin, so that the response with the results of those before is
 * sent in time.
 * @throws DomainError `too-busy`
 */
export function assertCanBeginItem(deadline: Deadline): void {
  if (Date.now() > deadline - lastItemsMs) throw new DomainError("too-busy");
}

/** The strategies in order, until the deadline. The last one repeats. */
function* iterateStrategies(deadline: Deadline): Generator<Strategy> {
  for (let index = 0; Date.now() < deadline; index += 1) yield strategies[index] ?? decideOnFreshSnapshot;
}

/**
 * Executes a command: loads a snapshot, lets the rule decide and commits the change, until it is written or refused. A
 * repeated idempotency key receives the first response, as long as the caller has access.
 * @throws DomainError of the rule; `already-registered`; `second-head`; `idempotency-key-reused`; `too-busy` at the deadline
 */
export async function executeCommand<Answer>(store: CommandStore, command: Command<Answer>): Promise<Answer> {
  const executed = await execute(store, command);
  if (!executed) throw new Error("a command without a change");
  return executed.answer;
}

/**
 * Executes a command if its rule finds something to change.
 * @returns whether something was changed
 * @throws DomainError as `executeCommand` does
 */
export async function executeIfNeeded(
  store: CommandStore,
  conferenceId: string,
  deadline: Deadline,
  decide: (state: DecisionState) => Promise<Change | undefined>,
  besides?: Command<undefined>["besides"],
): Promise<boolean> {
  return (await execute(store, { conferenceId, deadline, decide, besides, answer: () => undefined })) !== undefined;
}

/** A command whose rule may find nothing to change. */
type OptionalCommand<Answer> = Omit<Command<Answer>, "decide"> & {
  readonly decide: (state: DecisionState) => Change | undefined | Promise<Change | undefined>;
};

async function execute<Answer>(
  store: CommandStore,
  command: OptionalCommand<Answer>,
): Promise<Answered<Answer> | undefined> {
  const { idempotency } = command;
  const changeId = idempotency?.changeId ?? createId();
  try {
    return await tryStrategies(store, command, changeId);
  } catch (error) {
    if (!(error instanceof DomainError) || !idempotency || accessErrors.has(error.code)) throw error;
    // The rule refuses a repetition of its own first success, for which the first response is the right one.
    const earlier = await getItem(store, keys.journal(changeId));
    if (!earlier) throw error;
    return { answer: await answerRepetition(command, earlier) };
  }
}

/** A command that is known again by its idempotency key. */
export type IdempotentCommand<Answer> = Command<Answer> & { readonly idempotency: IdempotencyRecord };

/** How often commands that are executed together are decided anew, because a pool or a person has changed meanwhile. */
const maxAttemptsTogether = 4;

/**
 * Executes the first of several commands of a conference in one transaction, as many as fit in one. Each is decided on
 * the pools as the commands before it leave them, so the result is that of executing them one after the other.
 * @returns the answers of those that were executed, in order. If there is none, the first command must be executed by
 * itself: it is refused, changes more than a new registration, was executed before, or meets a conflict
 */
export async function executeTogether<Answer>(
  store: CommandStore,
  commands: readonly IdempotentCommand<Answer>[],
): Promise<Answer[]> {
  let candidates = commands;
  try {
    for (let attempt = 0; attempt < maxAttemptsTogether; attempt += 1) {
      const [first] = candidates;
      if (!first) return [];
      const { conferenceId, deadline } = first;
      const snapshot = await loadCapacitySnapshot(store, conferenceId);
      const changes = await decideInOrder(snapshot, candidates);
      if (changes.length === 0) return [];
      const { attempted, failure } = await commitTogether(store, snapshot, changes, deadline);
      if (!failure) {
        for (const { claims } of attempted) updateCachedSnapshot(conferenceId, claims);
        return attempted.flatMap(
          ({ registrations, delegation }, index) => candidates[index]?.answer(registrations, delegation) ?? [],
        );
      }
      dropCachedSnapshot(conferenceId);
      candidates = candidates.slice(0, failure.index);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return [];
}

/** The changes of the first commands, up to one that must be executed by itself. */
async function decideInOrder<Answer>(
  snapshot: CapacitySnapshot,
  commands: readonly IdempotentCommand<Answer>[],
): Promise<PendingChange[]> {
  let state: DecisionState = { ...snapshot, pools: summarizePools(snapshot.shards) };
  const changes: PendingChange[] = [];
  for (const command of commands) {
    const change = await decideNewRegistration(state, command);
    if (!change) break;
    const { idempotency, answer } = command;
    changes.push({ change, changeId: idempotency.changeId, idempotency: { ...idempotency, answer } });
    const pools = change.registrations.reduce(
      (left, { after }) => occupyPools(snapshot.conference, left, after),
      state.pools,
    );
    state = { ...state, pools };
  }
  return changes;
}

/** The change of a command that creates a registration and changes nothing else, if its rule allows it. */
async function decideNewRegistration<Answer>(
  state: DecisionState,
  command: Command<Answer>,
): Promise<Change | undefined> {
  try {
    const change = await decide(decideOnFreshSnapshot, command, state, new Set());
    if (typeof change === "string") return undefined;
    const { registrations, delegation, admission } = change;
    const isNew = registrations.every(({ before }) => !before) && !delegation && admission === "public";
    return isNew ? change : undefined;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The errors of a caller who may not see the response of an earlier request any more. */
const accessErrors: ReadonlySet<DomainErrorCode> = new Set([
  "focal-point-unconfirmed",
  "name-protected",
  "not-allowed",
  "not-found",
  "not-signed-in",
  "unknown-conference",
]);

async function answerRepetition<Answer>(
  { idempotency, answerRepetition: render }: OptionalCommand<Answer>,
  earlier: Item | undefined,
): Promise<Answer> {
  const first = replayResponse<Answer>(earlier, idempotency);
  return render ? render(first) : first;
}

async function tryStrategies<Answer>(
  store: CommandStore,
  command: OptionalCommand<Answer>,
  changeId: string,
): Promise<Answered<Answer> | undefined> {
  const { conferenceId, deadline, newPerson } = command;
  const delegationIds = new Set<string>();
  let failures = 0;
  for (const strategy of iterateStrategies(deadline)) {
    // Counters that stay contradictory, such as damaged ones, must not be read all the time until the deadline.
    if (failures > strategies.length) await pauseBeforeRetry(failures, deadline);
    const loaded = await strategy.loadSnapshot(store, conferenceId, [...delegationIds], newPerson?.constraintKey);
    if (!loaded) continue;
    const state = { ...loaded.snapshot, pools: summarizePools(loaded.snapshot.shards) };
    const decision = await decide(strategy, command, state, delegationIds);
    if (decision === "undecided") continue;
    if (decision === "nothing-to-change") return undefined;
    const change = await store.promoteReserves(store, state, decision);
    const answered = await write(store, command, state, change, loaded.constraint, changeId);
    if (answered) return answered;
    failures += 1;
  }
  throw new DomainError("too-busy");
}

/**
 * The rule's decision if it is final on this snapshot. A delegation whose pool the rule needs is added to
 * `delegationIds`, for the next strategy that loads pools.
 * @throws DomainError of the rule, if it is final
 */
async function decide<Answer>(
  strategy: Strategy,
  command: OptionalCommand<Answer>,
  state: DecisionState,
  delegationIds: Set<string>,
): Promise<Change | "nothing-to-change" | "undecided"> {
  try {
    const change = await command.decide(state);
    if (!change) return "nothing-to-change";
    assertPeopleAreKept(state, change);
    return strategy.accepts(change) ? change : "undecided";
  } catch (error) {
    if (error instanceof DomainError && !strategy.acceptsRefusal) return "undecided";
    if (!(error instanceof PoolNotLoaded)) throw error;
    // A limit that was set a moment ago has no shard yet.
    if (!error.pool.startsWith("delegation:")) return "undecided";
    const delegationId = error.pool.slice("delegation:".length);
    if (strategy === decideOnFreshSnapshot && delegationIds.has(delegationId))
      throw new Error("a delegation without a pool");
    delegationIds.add(delegationId);
    return "undecided";
  }
}

/**
 * No command changes an erased registration, and none creates a registration after the conference's people are erased.
 * @throws DomainError `wrong-state`; `registration-closed`
 */
function assertPeopleAreKept({ conference }: CapacitySnapshot, { registrations, at, action }: Change): void {
  if (action !== "complete-erasure" && registrations.some(({ before }) => before?.erasure))
    throw new DomainError("wrong-state");
  if (registrations.some(({ before }) => !before) && at > getPeopleRetentionEnd(conference))
    throw new DomainError("registration-closed");
}

/** Commits the change. @returns `undefined` if something has changed since it was read, and the rule must decide again */
async function write<Answer>(
  store: CommandStore,
  command: OptionalCommand<Answer>,
  state: DecisionState,
  change: Change,
  constraint: Item | undefined,
  changeId: string,
): Promise<Answered<Answer> | undefined> {
  const { conferenceId, deadline, idempotency, answer, newPerson } = command;
  const besides = command.besides?.(change);
  const options = {
    deadline,
    changeId,
    ...(idempotency && { idempotency: { ...idempotency, answer } }),
    ...(besides && { besides }),
  };
  const result = constraint
    ? ({ outcome: "already-registered", found: constraint } as const)
    : await commit(store, state, change, options);
  switch (result.outcome) {
    case "committed":
      updateCachedSnapshot(conferenceId, result.claims);
      return { answer: answer(result.registrations, result.delegation) };
    case "repeated":
      return { answer: await answerRepetition(command, result.found) };
    case "already-registered":
      if (!newPerson) throw new DomainError("already-registered");
      return newPerson.answerIfRegistered(change, state, result);
    case "second-head":
      throw new DomainError("second-head");
    case "changed-meanwhile":
    case "pool-changed":
      dropCachedSnapshot(conferenceId);
      return undefined;
  }
}

/**
 * The response that the same request received before.
 * @param earlier the journal item of that request
 * @throws DomainError `idempotency-key-reused` if the key was used for another request
 */
export function replayResponse<Answer>(earlier: Item | undefined, record: IdempotencyRecord | undefined): Answer {
  if (!earlier || earlier["requestDigest"]?.S !== record?.requestDigest)
    throw new DomainError("idempotency-key-reused");
  return JSON.parse(getString(earlier, "answer")) as Answer;
}
