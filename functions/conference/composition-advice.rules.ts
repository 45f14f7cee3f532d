import { orderByTargets } from "#shared/capacity/target-based-priority.rules.ts";
import type { TargetReason } from "#shared/model/change.ts";
import type { Targets } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { SeatedCounts } from "#shared/statistics/targets.rules.ts";

/** A waiting registration whose seat would bring the composition nearer to its targets. */
export interface SeatAdvice {
  readonly registration: Registration;
  /** By how much all targets together come nearer, if the registrations before it in the list are seated. */
  readonly gain: number;
  readonly reasons: readonly TargetReason[];
}

/** Smaller gains are rounding errors. */
const roundingTolerance = 1e-9;

/**
 * Advises which waiting registrations would bring the composition nearer to its targets: the one with the largest gain,
 * then the one with the largest gain if the first is seated, and so on. The advice has no effect.
 * @param waiting in the order of the waiting list
 * @param limit the maximum number of results
 */
export function adviseSeats(
  targets: Targets,
  seated: SeatedCounts,
  waiting: readonly Registration[],
  limit: number,
): readonly SeatAdvice[] {
  const advice: SeatAdvice[] = [];
  const turns = orderByTargets(targets, seated, waiting);
  for (let next = turns.next(); !next.done && advice.length < limit; next = turns.next(true)) {
    const { registration, gain, reasons } = next.value;
    if (gain <= roundingTolerance) break;
    advice.push({ registration, gain, reasons: reasons() });
  }
  return advice;
}
