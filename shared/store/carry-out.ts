import type { Change, Step } from "#shared/domain/change.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { peopleKeptUntil } from "#shared/domain/retention.ts";
import { type Pools, UnknownPool } from "#shared/domain/seats.ts";
import { delegationsFreed, passOn } from "#shared/domain/succession.ts";
import { type CommitOptions, commit, type NotCommitted } from "./commit.ts";
import { loadDelegation, loadMembers } from "./delegations.ts";
import {
  forgetHall,
  fullHall,
  type Hall,
  type Look,
  loadHall,
  lookAtHall,
  recentHall,
  rememberClaims,
} from "./halls.ts";
import { newId } from "./ids.ts";
import type { Repeatable } from "./journal.ts";
import { type Key, keys } from "./keys.ts";
import { poolStates } from "./pools.ts";
import { getItem, type Item, type Table, text } from "./table.ts";
import type { Deadline } from "./transaction.ts";

/** The state a rule decides on, read anew for each try. */
export interface State extends Hall {
  readonly states: Pools;
}

/** One command: how it loads, what the rule says, and how its answer is worded. */
export interface Command<Answer> {
  readonly conferenceId: string;
  readonly deadline: Deadline;
  readonly repeatable?: Repeatable | undefined;
  /** Reads what it needs and asks the rule; called again when somebody else was quicker. */
  readonly decide: (state: State) => Change | Promise<Change>;
  readonly answer: (steps: readonly Step[], delegation: Delegation | undefined) => Answer;
  readonly newcomer?: Newcomer<Answer>;
}

/**
 * Whoever comes new where no answer may tell who is registered: their guard is read before anything is written, with
 * what the rule needs. Whether they are registered or not, it takes as many calls, so that time doesn't tell either.
 */
interface Newcomer<Answer> {
  readonly guard: Key;
  /** What to answer when they are, if they still are; without it that is a refusal. */
  readonly ifRegistered: (
    change: Change,
    state: State,
    found: NotCommitted,
  ) => Promise<{ readonly answer: Answer } | undefined>;
}

/**
 * Load, decide, save: until it is written, or refused. A repeated `Idempotency-Key` gets the first answer.
 * @throws Refusal whatever the rule refuses with; `already-registered`; `idempotency-key-reused`; `too-busy` at the
 * deadline
 */
export async function carryOut<Answer>(table: Table, command: Command<Answer>): Promise<Answer> {
  const changeId = command.repeatable?.changeId ?? newId();
  try {
    return (await withoutSeat(table, command, changeId)) ?? (await untilWritten(table, command, changeId));
  } catch (error) {
    if (!(error instanceof Refusal) || !command.repeatable) throw error;
    const earlier = await getItem(table, keys.journal(changeId));
    if (!earlier) throw error;
    return repeated(earlier, command.repeatable);
  }
}

/** The rule found nothing to change. */
class NothingToDo extends Error {}

/**
 * Carries out what the rule finds due, if anything is.
 * @returns whether something was
 * @throws Refusal as `carryOut` does
 */
export async function carryOutIfDue(
  table: Table,
  conferenceId: string,
  deadline: Deadline,
  decide: (state: State) => Promise<Change | undefined>,
): Promise<boolean> {
  const due = async (state: State) => {
    const change = await decide(state);
    if (!change) throw new NothingToDo();
    return change;
  };
  try {
    await carryOut(table, { conferenceId, deadline, decide: due, answer: () => undefined });
    return true;
  } catch (error) {
    if (error instanceof NothingToDo) return false;
    throw error;
  }
}

/**
 * Where the room was full a moment ago, nothing is read: who would be refused is refused, and who would join the line
 * joins it, with no seat item touched. None if the command does anything else, or somebody else was quicker.
 */
async function withoutSeat<Answer>(table: Table, command: Command<Answer>, changeId: string) {
  const hall = fullHall(command.conferenceId);
  const found = hall && (await decideOn(command, hall));
  if (!hall || !found || "unknown" in found) return undefined;
  const { change } = found;
  if (!change.steps.every(({ before, after }) => !before && Object.keys(after.places).length === 0 && waits(after)))
    return undefined;
  const guard = command.newcomer && (await getItem(table, command.newcomer.guard));
  const written = await write(table, command, { hall, guard }, change, changeId);
  if (written.outcome === "committed") return command.answer(written.steps, written.delegation);
  const known = written.outcome === "already-registered" ? command.newcomer : undefined;
  return (await known?.ifRegistered(change, stateOf(hall), written))?.answer;
}

const waits = ({ seat }: Registration) => seat.state === "waiting";

const stateOf = (hall: Hall): State => ({ ...hall, states: poolStates(hall.pools) });

type Decided = { readonly change: Change } | { readonly unknown: string };

/** What the rule says; or the delegation whose pool it wants to know first. */
async function decideOn<Answer>({ decide }: Command<Answer>, hall: Hall): Promise<Decided> {
  try {
    const change = await decide(stateOf(hall));
    mustBeSomebody(hall, change);
    return { change };
  } catch (error) {
    if (!(error instanceof UnknownPool) || !error.pool.startsWith("delegation:")) throw error;
    return { unknown: error.pool.slice("delegation:".length) };
  }
}

async function untilWritten<Answer>(table: Table, command: Command<Answer>, changeId: string): Promise<Answer> {
  const { conferenceId, deadline, newcomer } = command;
  const recent = await recentHall(table, conferenceId, newcomer?.guard);
  const promising = recent && (await yesOf(command, recent.hall));
  const early = promising && (await tryOnce(table, command, recent, promising, changeId));
  if (early) return early.answer;
  const delegations = new Set<string>();
  do {
    const look = await lookAtHall(table, conferenceId, [...delegations], newcomer?.guard);
    const decided = await decideOn(command, look.hall);
    if ("unknown" in decided) {
      if (delegations.has(decided.unknown)) throw new Error("a delegation without a pool");
      delegations.add(decided.unknown);
      continue;
    }
    const done = await tryOnce(table, command, look, decided.change, changeId);
    if (done) return done.answer;
  } while (Date.now() < deadline);
  throw new Refusal("too-busy");
}

/** What the rule says by what is remembered of the pools; none if it refuses, or sends somebody to the line. */
async function yesOf<Answer>(command: Command<Answer>, recent: Hall): Promise<Change | undefined> {
  try {
    const decided = await decideOn(command, recent);
    if ("unknown" in decided) return undefined;
    const isSent = ({ after }: Step) => waits(after) || after.sessions.some(({ seat }) => seat.state === "waiting");
    return decided.change.steps.some(isSent) ? undefined : decided.change;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Saves what was decided. @returns the answer; none if somebody else was quicker */
async function tryOnce<Answer>(
  table: Table,
  command: Command<Answer>,
  look: Look,
  decided: Change,
  changeId: string,
): Promise<{ readonly answer: Answer } | undefined> {
  const change = await withSuccessors(table, look.hall, decided);
  const written = await write(table, command, look, change, changeId);
  switch (written.outcome) {
    case "committed":
      rememberClaims(command.conferenceId, written.claims);
      return { answer: command.answer(written.steps, written.delegation) };
    case "repeated":
      return { answer: repeated(written.found, command.repeatable) };
    case "already-registered":
      if (!command.newcomer) throw new Refusal("already-registered");
      return command.newcomer.ifRegistered(change, stateOf(look.hall), written);
    case "second-head":
      throw new Refusal("second-head");
    case "changed-meanwhile":
    case "pool-changed":
      forgetHall(command.conferenceId);
      return undefined;
  }
}

/**
 * Whoever is erased stays so, and nobody new comes into a conference whose people are: whatever the path.
 * @throws Refusal `wrong-state`; `registration-closed`
 */
function mustBeSomebody({ conference }: Hall, { steps, at, action }: Change): void {
  if (action !== "end-erasure" && steps.some(({ before }) => before?.erasure)) throw new Refusal("wrong-state");
  if (at > peopleKeptUntil(conference) && steps.some(({ before }) => !before)) throw new Refusal("registration-closed");
}

/** Writes what was decided, unless the person's guard has been found. */
async function write<Answer>(
  table: Table,
  command: Command<Answer>,
  { hall, guard: found }: Look,
  change: Change,
  changeId: string,
) {
  if (found) return { outcome: "already-registered", found } as const;
  return commit(table, hall.conference, hall.pools, change, optionsOf(command, changeId));
}

/** Whoever frees a seat of a delegation frees it for its reserve: whatever the path, nobody need think of it. */
async function withSuccessors(table: Table, hall: Hall, change: Change): Promise<Change> {
  let passed = change;
  for (const id of delegationsFreed(change)) {
    const delegation = await loadDelegation(table, id);
    const { pools } = await loadHall(table, change.conferenceId, [id]);
    const members = await loadMembers(table, delegation);
    passed = passOn(hall.conference, poolStates(pools), delegation, members, passed);
  }
  return passed;
}

function optionsOf<Answer>({ deadline, repeatable, answer }: Command<Answer>, changeId: string): CommitOptions {
  return { deadline, changeId, ...(repeatable && { repeatable: { ...repeatable, answer } }) };
}

/**
 * The answer that the same request got before.
 * @throws Refusal `idempotency-key-reused` for another request under the same key
 */
export function repeated<Answer>(earlier: Item | undefined, repeatable: Repeatable | undefined): Answer {
  if (!earlier || earlier["requestDigest"]?.S !== repeatable?.requestDigest)
    throw new Refusal("idempotency-key-reused");
  return JSON.parse(text(earlier, "answer")) as Answer;
}
