import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { assertTransitionAllowed } from "./accreditation.rules.ts";

/** A decision that a reviewer proposes to the secretariat. */
export interface DecisionProposal extends AccreditationDecision {
  readonly at: string;
  /** The identifier of the reviewer. */
  readonly by: string;
}

/** A proposal that another one of the reviewer, or a change of the registration, has replaced. */
interface FormerProposal extends DecisionProposal {
  /** That of the registration on which it was made. */
  readonly version: number;
}

/**
 * The most former proposals that are kept of a registration, and the most bytes of them as JSON; the oldest are forgotten
 * first. The queue and the search read the item of each row, and DynamoDB refuses one above 400 KB: a reason has up to
 * 8,000 bytes.
 */
const [maxFormerProposals, maxFormerBytes] = [20, 40_000];

/**
 * The latest proposal of each reviewer on one version of a registration, and the former ones, which the history shows.
 */
export interface DecisionProposals {
  readonly version: number;
  readonly items: readonly DecisionProposal[];
  readonly former?: readonly FormerProposal[];
}

/** The proposals on the present version. A change of the registration, such as a decision, invalidates them. */
export function listCurrentProposals(
  { version }: Registration,
  stored: DecisionProposals | undefined,
): readonly DecisionProposal[] {
  return stored?.version === version ? stored.items : [];
}

/**
 * The proposals that are kept, the former ones first.
 * @param version only those that were made on this version of the registration
 */
export function listKeptProposals(stored: DecisionProposals | undefined, version?: number): DecisionProposal[] {
  const { former = [], items = [] } = stored ?? {};
  const isWanted = (each: number | undefined) => version === undefined || each === version;
  return [
    ...former.filter((each) => isWanted(each.version)).map(({ version: _, ...proposal }) => proposal),
    ...(isWanted(stored?.version) ? items : []),
  ];
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
  const { version, items, former: earlier = [] } = stored ?? { version: registration.version, items: [] };
  const replaced = items.filter((each) => !others.includes(each)).map((each) => ({ ...each, version }));
  const former = keepLatest([...earlier, ...replaced]);
  return {
    version: registration.version,
    items: [...others, proposal],
    ...(former.length > 0 && { former }),
  };
}

const countBytes = (proposal: FormerProposal): number => new TextEncoder().encode(JSON.stringify(proposal)).byteLength;

/** The latest of these proposals, as many as are kept. */
function keepLatest(proposals: readonly FormerProposal[]): FormerProposal[] {
  let left = maxFormerBytes;
  const latest = proposals.slice(-maxFormerProposals).toReversed();
  const kept = latest.filter((proposal) => {
    left -= countBytes(proposal);
    return left >= 0;
  });
  return kept.toReversed();
}
