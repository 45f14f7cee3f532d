import * as rules from "#shared/domain/nomination.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustActFor } from "#shared/http/caller.ts";
import { carryOutFor, nominationCommand } from "#shared/http/delegation-command.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import { problemOf } from "#shared/http/problem.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import { derivedId, newId } from "#shared/store/ids.ts";
import type { Repeatable } from "#shared/store/journal.ts";
import { keys } from "#shared/store/keys.ts";
import { getItem, type Table } from "#shared/store/table.ts";

/**
 * People are nominated in the order given, each by a change of their own, a millisecond apart, so that the line keeps
 * the order; whoever can't be, has a problem in their place and stops nobody else. All of them, or none, fit the reserve.
 */
export const nominate =
  (table: Table, digest: DigestPassport): Handler<"nominate"> =>
  async (request) => {
    const items = [];
    if (!(await isRepetition(table, request))) await mustFit(table, request);
    for (const index of request.body.items.keys()) items.push(await nominateOne(table, digest, request, index));
    const [only] = items;
    if (items.length === 1 && only && "refusal" in only) throw only.refusal;
    return { items: items.map((item) => ("refusal" in item ? item.problem : item)), next: null };
  };

/** Whether its first nomination is there already: then each gets the answer that it got. */
async function isRepetition(table: Table, { repeatable }: Request<"nominate">): Promise<boolean> {
  const first = repeatableOf(repeatable, 0);
  return first !== undefined && (await getItem(table, keys.journal(first.changeId))) !== undefined;
}

async function mustFit(table: Table, { params, caller, access, body }: Request<"nominate">): Promise<void> {
  const delegation = await loadDelegation(table, params.delegationId);
  mustActFor(await loadConference(table, delegation.conferenceId), delegation, { caller, access });
  rules.mustHaveRoom({ delegation, members: await loadMembers(table, delegation) }, body.items.length);
}

async function nominateOne(table: Table, digest: DigestPassport, request: Request<"nominate">, index: number) {
  const item = request.body.items[index];
  if (!item) throw new Error("a nomination without a person");
  const now = new Date(Date.parse(request.now) + index).toISOString();
  try {
    return await carryOutFor(
      table,
      { ...request, now, version: undefined, repeatable: repeatableOf(request.repeatable, index) },
      nominationCommand(digest, item, newId()),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "not-found") throw error;
    return { refusal: error, problem: { problem: problemOf(error, request.language) } };
  }
}

/** Each of the batch has a key of its own, derived from the caller's. */
const repeatableOf = (repeatable: Repeatable | undefined, index: number) =>
  repeatable && { ...repeatable, changeId: derivedId(repeatable.changeId, String(index)) };
