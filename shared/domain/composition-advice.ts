import type { TargetReason } from "./change.ts";
import type { Targets } from "./conference.ts";
import type { Registration } from "./registration.ts";
import { orderByTargets } from "./target-based-priority.ts";
import type { Seated } from "./targets.ts";

/** A person whose seat would bring the composition nearer to its targets, by how much, and why. */
export interface Advice {
  readonly registration: Registration;
  /** By how much all targets together come nearer, given that those before in the list are seated. */
  readonly gain: number;
  readonly reasons: readonly TargetReason[];
}

/** Smaller gains are rounding. */
const least = 1e-9;

/**
 * Which of those who wait would bring the composition nearer to its targets: the best first, then the best once that
 * one is seated, and so on, until nobody does. It decides nothing.
 * @param waiting in the order in which they wait
 */
export function advise(
  targets: Targets,
  seated: Seated,
  waiting: readonly Registration[],
  most: number,
): readonly Advice[] {
  const advice: Advice[] = [];
  const turns = orderByTargets(targets, seated, waiting);
  for (let next = turns.next(); !next.done && advice.length < most; next = turns.next(true)) {
    const { registration, gain, reasons } = next.value;
    if (gain <= least) break;
    advice.push({ registration, gain, reasons: reasons() });
  }
  return advice;
}
