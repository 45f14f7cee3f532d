import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { assertTransitionAllowed } from "./accreditation.rules.ts";

/** A decision that a reviewer proposes to the secretariat. */
export interface DecisionProposal extends AccreditationDecision {
  readonly at: string;
  /** The identifier of the reviewer. */
  readonly by: string;
}

/** The latest proposal of each reviewer on one version of a registration. */
export interface DecisionProposals {
  readonly version: number;
  readonly items: readonly DecisionProposal[];
}

/** The proposals on the present version. A change of the registration, such as a decision, invalidates them. */
export function listCurrentProposals(
  { version }: Registration,
  stored: DecisionProposals | undefined,
): readonly DecisionProposal[] {
  return stored?.version === version ? stored.items : [];
}

/**
 * Adds the proposal of a reviewer, which replaces the reviewer's earlier one.
 * @throws DomainError `wrong-state` for a decision that the present state does not allow
 */
export function addProposal(
  registration: Registration,
  stored: DecisionProposals | undefined,
  proposal: DecisionProposal,
): DecisionProposals {
  assertTransitionAllowed(registration, proposal.decision);
  const others = listCurrentProposals(registration, stored).filter(({ by }) => by !== proposal.by);
  return { version: registration.version, items: [...others, proposal] };
}
