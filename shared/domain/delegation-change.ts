import type { Occasion } from "./accreditation.ts";
import type { Change, DelegationMail } from "./change.ts";
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
  { actor, at }: Occasion,
  mails: readonly DelegationMail[],
): Change => ({
  conferenceId: after.conferenceId,
  at,
  actor,
  action,
  steps: [],
  delegation: { ...(before && { before }), after },
  mails,
  door: "newcomers",
});

const accredited = ({ delegationId, quota }: Delegation): DelegationMail => ({
  kind: "delegation-accredited",
  delegationId,
  ...(quota !== undefined && { quota }),
});

/** The secretariat makes a delegation, which may nominate at once. @throws Refusal `invalid-request` for its category */
export function makeDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  occasion: Occasion,
): Change {
  categoryOf(conference, draft.category);
  const after = newDelegation(conference.conferenceId, delegationId, draft, "accredited");
  return changeOf(undefined, after, "make-delegation", occasion, [accredited(after)]);
}

/** An organization asks to attend: accredited first, then its people. @throws Refusal `invalid-request` for its category */
export function requestDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  occasion: Occasion,
): Change {
  categoryOf(conference, draft.category);
  const after = newDelegation(conference.conferenceId, delegationId, draft, "requested");
  const mails = [{ kind: "delegation-requested", delegationId } as const];
  return changeOf(undefined, after, "request-delegation", occasion, mails);
}

/**
 * The secretariat accredits or refuses it, or changes what it may do. A lowered quota keeps everyone who is seated, a
 * raised one seats the next of its reserve.
 * @throws Refusal `wrong-state` for a decision that comes too late
 */
export function changeDelegation(before: Delegation, amendment: DelegationAmendment, occasion: Occasion): Change {
  const after = amendDelegation(before, amendment);
  return changeOf(before, after, "change-delegation", occasion, mailsOf(before, after));
}

function mailsOf(before: Delegation, after: Delegation): DelegationMail[] {
  const { delegationId, quota, status } = after;
  if (status !== before.status) {
    return status === "accredited"
      ? [accredited(after)]
      : [{ kind: "delegation-refused", delegationId, reason: after.reason ?? "" }];
  }
  const changed = status === "accredited" && quota !== before.quota;
  return changed ? [{ kind: "quota-changed", delegationId, ...(quota !== undefined && { quota }) }] : [];
}
