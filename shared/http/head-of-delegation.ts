import { type AuthContext, canAccess } from "#shared/auth/caller.ts";
import { serializeKey } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { handOverRole } from "#shared/registrations/head-of-delegation.rules.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { findConstraintHolders, listHeadKeys } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { isHiddenMember } from "./views.ts";

/** Who makes a person head of delegation, and whether they take over from the present head. */
export interface HeadRequest extends AuthContext {
  readonly replaceHead?: boolean | undefined;
  /** Whether the former head is told by e-mail; `true` by default. */
  readonly notify?: boolean | undefined;
}

/** The keys that a change takes as head of delegation and that none of its registrations held before. */
function listNewHeadKeys(conference: Conference, { registrations }: Change) {
  const listKeys = (all: readonly (Registration | undefined)[]) =>
    all.flatMap((each) => (each && isLive(each) ? listHeadKeys(conference, each) : []));
  const held = new Set(listKeys(registrations.map(({ before }) => before)).map(serializeKey));
  return listKeys(registrations.map(({ after }) => after)).filter((key) => !held.has(serializeKey(key)));
}

/**
 * The change, in which the present head of the delegation or State hands the role over, if the caller asks for it and
 * may access that person; the former head becomes a delegate and is told. Two such changes at the same moment meet at the
 * uniqueness constraint.
 * @throws DomainError `second-head`, which names the present head to a caller who may access that person, unless one of
 * the two is protected from the caller
 */
export async function handOverHead(
  table: Table,
  conference: Conference,
  change: Change,
  auth: HeadRequest,
): Promise<Change> {
  const newKeys = listNewHeadKeys(conference, change);
  if (newKeys.length === 0) return change;
  const holders = await findConstraintHolders(table, newKeys);
  const heads = [...(await loadRegistrations(table, holders)).values()];
  if (heads.length === 0) return change;
  // That a person meets this head says of what delegation or State both are.
  const isHidden = [...heads, ...change.registrations.map(({ after }) => after)].some((each) =>
    isHiddenMember(each, auth.caller),
  );
  if (isHidden || heads.some((head) => !canAccess(conference, head, auth))) throw new DomainError("second-head");
  if (!auth.replaceHead)
    throw new DomainError(
      "second-head",
      heads.map((head) => ({ path: "role", rule: "secondHead", values: { name: getDisplayName(head) } })),
    );
  return handOverRole(change, heads, auth.notify);
}
