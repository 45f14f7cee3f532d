import { journalEntryOf, type QueuedEmail, standingAttributes } from "#shared/commands/journal.ts";
import type { Action, Actor } from "#shared/domain/change.ts";
import { keys } from "../keys.ts";
import { getItem, S, type Table } from "../table.ts";
import { update } from "../update.ts";

/**
 * Takes what people wrote, and the salt, out of an entry of the history: what was done and when stays, why and by which
 * delegate doesn't. The chain goes on to verify, for it holds a commitment that nobody can open any more.
 * @param erasedBy the change of the erasure; the audit asks that it stands in the chain
 */
export async function eraseEntry(table: Table, changeId: string, erasedBy: string): Promise<void> {
  const item = await getItem(table, keys.journal(changeId));
  if (!item || item["erasedBy"]) return;
  const { actor, action, registrations, mails } = journalEntryOf(item);
  if (ofErasures.has(action)) return;
  const bare = { actor: withoutPerson(actor), action, registrations };
  const values = { ":data": S(JSON.stringify(bare)), ":by": S(erasedBy), ":mails": { M: bareMails(mails) } };
  await update(table, keys.journal(changeId), {
    expression: `SET #data = :data, erasedBy = :by${mails.length > 0 ? ", mails = :mails" : ""} REMOVE salt, answer, requestDigest`,
    names: { "#data": "data" },
    values: mails.length > 0 ? values : { ":data": values[":data"], ":by": values[":by"] },
  });
}

/** They say nothing of anybody, and prove the entries that they erased: these stay whole. */
const ofErasures: ReadonlySet<Action> = new Set<Action>(["erase", "end-erasure"]);

/** Staff stay named: the history is about what they did. */
const withoutPerson = (actor: Actor): Actor => (actor.kind === "delegate" ? { kind: "public" } : actor);

const bareMails = (mails: readonly QueuedEmail[]) =>
  Object.fromEntries(
    mails.map(({ mailId, intent, standing }) => {
      const { kind } = intent;
      const to =
        "registrationId" in intent ? { registrationId: intent.registrationId } : { delegationId: intent.delegationId };
      return [
        `m${mailId.split(".")[1]}`,
        { M: { intent: S(JSON.stringify({ ...to, kind })), ...standingAttributes(standing) } },
      ];
    }),
  );
