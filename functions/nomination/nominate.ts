import type { CommandStore } from "#shared/commands/command-store.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import * as rules from "#shared/domain/nomination.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustActFor } from "#shared/http/caller.ts";
import { executeOnDelegation, nominationCommand } from "#shared/http/delegation-command.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import { problemOf } from "#shared/http/problem.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import { derivedId, newId } from "#shared/store/ids.ts";
import { keys } from "#shared/store/keys.ts";
import { getItem } from "#shared/store/table.ts";

/**
 * People are nominated in the order given, each by a change of their own, a millisecond apart, so that the line keeps
 * the order; whoever can't be, has a problem in their place and stops nobody else. All of them, or none, fit the reserve.
 */
export const nominate =
  (table: CommandStore, digest: DigestPassport): Handler<"nominate"> =>
  async (request) => {
    const items = [];
    if (!(await isRepetition(table, request))) await mustFit(table, request);
    for (const index of request.body.items.keys()) items.push(await nominateOne(table, digest, request, index));
    const [only] = items;
    if (items.length === 1 && only && "refusal" in only) throw only.refusal;
    return { items: items.map((item) => ("refusal" in item ? item.problem : item)), next: null };
  };

/** Whether its first nomination is there already: then each gets the answer that it got. */
async function isRepetition(table: CommandStore, { idempotency }: Request<"nominate">): Promise<boolean> {
  const first = deriveIdempotency(idempotency, 0);
  return first !== undefined && (await getItem(table, keys.journal(first.changeId))) !== undefined;
}

async function mustFit(table: CommandStore, { params, caller, access, body }: Request<"nominate">): Promise<void> {
  const delegation = await loadDelegation(table, params.delegationId);
  mustActFor(await loadConference(table, delegation.conferenceId), delegation, { caller, access });
  rules.mustHaveRoom({ delegation, members: await loadMembers(table, delegation) }, body.items.length);
}

async function nominateOne(table: CommandStore, digest: DigestPassport, request: Request<"nominate">, index: number) {
  const item = request.body.items[index];
  if (!item) throw new Error("a nomination without a person");
  const now = new Date(Date.parse(request.now) + index).toISOString();
  try {
    return await executeOnDelegation(
      table,
      { ...request, now, version: undefined, idempotency: deriveIdempotency(request.idempotency, index) },
      nominationCommand(digest, item, newId()),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "not-found") throw error;
    return { refusal: error, problem: { problem: problemOf(error, request.language) } };
  }
}

/** Each of the batch has a key of its own, derived from the caller's. */
const deriveIdempotency = (idempotency: IdempotencyRecord | undefined, index: number) =>
  idempotency && { ...idempotency, changeId: derivedId(idempotency.changeId, String(index)) };
