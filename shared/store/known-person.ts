import type { Change, Step } from "#shared/domain/change.ts";
import { repeated } from "./carry-out.ts";
import { decoyWrites } from "./decoys.ts";
import { personKey } from "./guards.ts";
import type { Hall } from "./halls.ts";
import { newId } from "./ids.ts";
import { journalItem, type Repeatable } from "./journal.ts";
import { type Item, keyOf, S, type Table, text } from "./table.ts";
import { type Deadline, writeAll } from "./transaction.ts";

/** Between two mails that tell somebody of an attempt to register them again, in ms. */
const betweenNotices = 3_600_000;

interface Attempt<Answer> {
  /** The person's guard as it was found. */
  readonly guard: Item;
  readonly answer: (steps: readonly Step[]) => Answer;
  readonly deadline: Deadline;
  readonly repeatable?: Repeatable | undefined;
}

/**
 * Somebody submits for an address that is registered. They get the answer that a new address would have got, by a
 * transaction of the same kind, so that nobody learns who is registered; the owner gets a mail, at most one an hour.
 * @returns the answer; none when the guard or a pool has changed since, and the rules must be asked again
 */
export async function answerAsIfNew<Answer>(
  table: Table,
  hall: Hall,
  change: Change,
  { guard, answer, deadline, repeatable }: Attempt<Answer>,
): Promise<{ readonly answer: Answer } | undefined> {
  const body = answer(change.steps.map((step) => ({ after: { ...step.after, version: 1 } })));
  const [step] = change.steps;
  if (!step) throw new Error("a submission without a registration");
  const noticed = Date.parse(guard["noticedAt"]?.S ?? "1970-01-01T00:00:00Z");
  const due = Date.parse(change.at) - noticed >= betweenNotices;
  const mails = due ? [{ kind: "already-registered" as const, registrationId: text(guard, "registrationId") }] : [];
  const kept = repeatable && { ...repeatable, body: JSON.stringify(body) };
  const again: Change = { ...change, action: "submit-again", steps: [], mails };
  const journal = journalItem(again, repeatable?.changeId ?? newId(), kept);
  const decoys = decoyWrites(table, hall, change);
  const failure =
    decoys &&
    (await writeAll(
      table,
      [
        { item: { Put: { TableName: table.name, Item: journal, ...unlessThere } }, otherwise: "repeated" as const },
        { item: { Update: noticedGuard(table, step, guard, due ? change.at : undefined) }, otherwise: changed },
        ...decoys,
      ],
      deadline,
    ));
  if (failure?.failed === "repeated" && repeatable) return { answer: repeated(failure.found, repeatable) };
  return !decoys || failure?.failed === changed ? undefined : { answer: body };
}

const changed = "changed-meanwhile";

const unlessThere = {
  ConditionExpression: "attribute_not_exists(PK)",
  ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
};

function noticedGuard({ name }: Table, { after }: Step, guard: Item, noticedAt: string | undefined) {
  const before = guard["noticedAt"];
  return {
    TableName: name,
    Key: keyOf(personKey(after)),
    UpdateExpression: "SET noticedAt = :at",
    ConditionExpression: before ? "noticedAt = :before" : "attribute_exists(PK) AND attribute_not_exists(noticedAt)",
    ExpressionAttributeValues: {
      ":at": noticedAt ? S(noticedAt) : (before ?? S("")),
      ...(before && { ":before": before }),
    },
  };
}
