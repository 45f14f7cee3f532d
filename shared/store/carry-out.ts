import type { Change, Step } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { type CommitOptions, commit, type NotCommitted } from "./commit.ts";
import { type Hall, loadHall } from "./conferences.ts";
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
  try {
    return await untilWritten(table, command);
  } catch (error) {
    if (!(error instanceof Refusal) || !command.repeatable) throw error;
    const earlier = await getItem(table, keys.journal(command.repeatable.changeId));
    if (!earlier) throw error;
    return repeated(earlier, command.repeatable);
  }
}

async function untilWritten<Answer>(table: Table, command: Command<Answer>): Promise<Answer> {
  do {
    const hall = await loadHall(table, command.conferenceId);
    const state = { ...hall, states: poolStates(hall.pools) };
    const change = await command.decide(state);
    const written = await commit(table, hall.conference, hall.pools, change, optionsOf(command));
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

function optionsOf<Answer>({ deadline, repeatable, answer }: Command<Answer>): CommitOptions {
  return { deadline, ...(repeatable && { repeatable: { ...repeatable, answer } }) };
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
