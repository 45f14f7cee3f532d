import type { Change, Step } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { type CommitOptions, commit, type NotCommitted } from "./commit.ts";
import { fullHall, type Hall, loadHall } from "./halls.ts";
import { newId } from "./ids.ts";
import type { Repeatable } from "./journal.ts";
import { keys } from "./keys.ts";
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
  readonly answer: (steps: readonly Step[]) => Answer;
  /** What to answer instead when the person is registered already; without it that is a refusal. */
  readonly ifRegistered?: (change: Change, state: State, found: NotCommitted) => Promise<Answer>;
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
  if (!hall) return undefined;
  const change = await command.decide(stateOf(hall));
  if (!change.steps.every(({ before, after }) => !before && Object.keys(after.places).length === 0 && waits(after)))
    return undefined;
  const written = await commit(table, hall.conference, hall.pools, change, optionsOf(command, changeId));
  return written.outcome === "committed" ? command.answer(written.steps) : undefined;
}

const waits = ({ seat }: Registration) => seat.state === "waiting";

const stateOf = (hall: Hall): State => ({ ...hall, states: poolStates(hall.pools) });

async function untilWritten<Answer>(table: Table, command: Command<Answer>, changeId: string): Promise<Answer> {
  do {
    const hall = await loadHall(table, command.conferenceId);
    const state = stateOf(hall);
    const change = await command.decide(state);
    const written = await commit(table, hall.conference, hall.pools, change, optionsOf(command, changeId));
    switch (written.outcome) {
      case "committed":
        return command.answer(written.steps);
      case "repeated":
        return repeated(written.found, command.repeatable);
      case "already-registered":
        if (!command.ifRegistered) throw new Refusal("already-registered");
        return command.ifRegistered(change, state, written);
      case "changed-meanwhile":
      case "pool-changed":
    }
  } while (Date.now() < command.deadline);
  throw new Refusal("too-busy");
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
