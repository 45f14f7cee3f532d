import type { Occasion } from "#shared/domain/accreditation.ts";
import type { Change, Step } from "#shared/domain/change.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { type Nomination, nominate, type Standing } from "#shared/domain/nomination.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { carryOut, type State } from "#shared/store/carry-out.ts";
import { loadDelegation, loadMembers } from "#shared/store/delegations.ts";
import type { Table } from "#shared/store/table.ts";
import { actorOf, mustActFor } from "./caller.ts";
import type { DigestPassport } from "./passport.ts";
import type { Request } from "./request.ts";
import { standingView, type Viewer } from "./views.ts";

type DelegationRequest = Pick<
  Request<"nominate">,
  "caller" | "access" | "now" | "deadline" | "version" | "repeatable"
> & { readonly params: Pick<Request<"nominate">["params"], "delegationId"> };

/** One command of a focal point, or of the secretariat for them. */
export interface DelegationCommand<Answer> {
  readonly rule: (standing: Standing, state: State, occasion: Occasion) => Change | Promise<Change>;
  readonly answer: (steps: readonly Step[], delegation: Delegation | undefined, viewer: Viewer) => Answer;
}

/**
 * Loads the delegation with its members, asks whether the caller may act for it, asks the rule, saves.
 * @throws Refusal `not-found`; `changed-meanwhile` when it isn't at the version the caller named; the rule's own
 */
export async function carryOutFor<Answer>(
  table: Table,
  { params: { delegationId }, caller, access, now: at, deadline, version, repeatable }: DelegationRequest,
  { rule, answer }: DelegationCommand<Answer>,
): Promise<Answer> {
  const { conferenceId } = await loadDelegation(table, delegationId);
  let viewer: Viewer | undefined;
  return carryOut(table, {
    conferenceId,
    deadline,
    repeatable,
    decide: async (state) => {
      const delegation = await loadDelegation(table, delegationId);
      mustActFor(state.conference, delegation, { caller, access });
      viewer = { conference: state.conference, caller };
      if (version !== undefined && version !== delegation.version) throw new Refusal("changed-meanwhile");
      const members = await loadMembers(table, delegation);
      return rule({ delegation, members }, state, { actor: actorOf(caller), at });
    },
    answer: (steps, delegation) => {
      if (!viewer) throw new Error("an answer before the rule was asked");
      return answer(steps, delegation, viewer);
    },
  });
}

type NominationBody = Request<"nominate">["body"]["items"][number];

/** An address that is the focal point's own is nobody's: the mails go there anyway. The passport number is left out. */
export function memberOf({ focalPoints }: Pick<Delegation, "focalPoints">, person: NominationBody["person"]) {
  const { passportNumber: _passportNumber, email, ...kept } = person;
  const own = email !== undefined && !focalPoints.some((each) => each.toLowerCase() === email.toLowerCase());
  return { ...kept, ...(own && { email }) } as Nomination["person"];
}

/** A nomination as the rules take it. The passport number goes no further than this. */
export async function nominationOf(
  digest: DigestPassport,
  { conferenceId, focalPoints, language }: Delegation,
  { person, ...given }: NominationBody,
): Promise<Nomination> {
  const passport = await digest(conferenceId, person.passportNumber);
  const member = memberOf({ focalPoints }, person);
  return { ...given, ...passport, language: given.language ?? language, person: member } as Nomination;
}

/** One nomination, from wherever it comes: how the rule is asked, and what is answered. */
export const nominationCommand = (
  digest: DigestPassport,
  item: NominationBody,
  registrationId: string,
): DelegationCommand<ReturnType<typeof standingView>> => ({
  rule: async (standing, { conference, states }, occasion) => {
    const nomination = await nominationOf(digest, standing.delegation, item);
    return nominate(conference, states, standing, nomination, registrationId, occasion);
  },
  answer: ([step]: readonly Step[]) => {
    if (!step) throw new Error("a nomination without a registration");
    return standingView(step.after);
  },
});
