import { assertTransitionAllowed, type Decision } from "./accreditation.ts";
import type { Registration } from "./registration.ts";

/** What a reviewer would decide; the secretariat decides. */
export interface Proposal extends Decision {
  readonly at: string;
  /** The member of staff who proposes. */
  readonly by: string;
}

/** The proposals on one version of a registration, the latest of each reviewer. */
export interface Proposals {
  readonly version: number;
  readonly all: readonly Proposal[];
}

/** Proposals are about what the reviewer saw: once the registration has changed, be it decided, they are gone. */
export function standingProposals({ version }: Registration, kept: Proposals | undefined): readonly Proposal[] {
  return kept?.version === version ? kept.all : [];
}

/**
 * A reviewer proposes a decision, in place of what they proposed before.
 * @throws Refusal `wrong-state` for a decision that can't be taken from here
 */
export function propose(registration: Registration, kept: Proposals | undefined, proposal: Proposal): Proposals {
  assertTransitionAllowed(registration, proposal.decision);
  const others = standingProposals(registration, kept).filter(({ by }) => by !== proposal.by);
  return { version: registration.version, all: [...others, proposal] };
}
