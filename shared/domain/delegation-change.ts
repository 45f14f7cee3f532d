import type { Change, CommandContext, DelegationEmail } from "./change.ts";
import { type Conference, categoryOf } from "./conference.ts";
import {
  amendDelegation,
  type Delegation,
  type DelegationAmendment,
  type DelegationDraft,
  newDelegation,
} from "./delegation.ts";

const changeOf = (
  before: Delegation | undefined,
  after: Delegation,
  action: Change["action"],
  { actor, at }: CommandContext,
  mails: readonly DelegationEmail[],
): Change => ({
  conferenceId: after.conferenceId,
  at,
  actor,
  action,
  registrations: [],
  delegation: { ...(before && { before }), after },
  mails,
  admission: "public",
});

const accredited = ({ delegationId, quota }: Delegation): DelegationEmail => ({
  kind: "delegation-accredited",
  delegationId,
  ...(quota !== undefined && { quota }),
});

/** The secretariat makes a delegation, which may nominate at once. @throws Refusal `invalid-request` for its category */
export function makeDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  categoryOf(conference, draft.category);
  const after = newDelegation(conference.conferenceId, delegationId, draft, "accredited");
  return changeOf(undefined, after, "make-delegation", context, [accredited(after)]);
}

/** An organization asks to attend: accredited first, then its people. @throws Refusal `invalid-request` for its category */
export function requestDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  categoryOf(conference, draft.category);
  const after = newDelegation(conference.conferenceId, delegationId, draft, "requested");
  const mails = [{ kind: "delegation-requested", delegationId } as const];
  return changeOf(undefined, after, "request-delegation", context, mails);
}

/**
 * The secretariat accredits or refuses it, or changes what it may do. A lowered quota keeps everyone who is seated, a
 * raised one seats the next of its reserve.
 * @throws Refusal `wrong-state` for a decision that comes too late
 */
export function changeDelegation(before: Delegation, amendment: DelegationAmendment, context: CommandContext): Change {
  const after = amendDelegation(before, amendment);
  return changeOf(before, after, "change-delegation", context, mailsOf(before, after));
}

function mailsOf(before: Delegation, after: Delegation): DelegationEmail[] {
  const { delegationId, quota, status } = after;
  if (status !== before.status) {
    return status === "accredited"
      ? [accredited(after)]
      : [{ kind: "delegation-refused", delegationId, reason: after.reason ?? "" }];
  }
  const changed = status === "accredited" && quota !== before.quota;
  return changed ? [{ kind: "quota-changed", delegationId, ...(quota !== undefined && { quota }) }] : [];
}
