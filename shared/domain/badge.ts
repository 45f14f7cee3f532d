import { changeOf, type Occasion } from "./accreditation.ts";
import type { Change } from "./change.ts";
import { Refusal } from "./refusal.ts";
import { isConfirmed, type Registration } from "./registration.ts";

/**
 * A reprint raises the serial, so that a lost badge stops opening gates.
 * @throws Refusal `not-confirmed`: only who is approved and seated has a badge.
 */
export function reprint(before: Registration, reason: string, occasion: Occasion): Change {
  if (!isConfirmed(before)) throw new Refusal("not-confirmed");
  return changeOf(before, { ...before, badgeSerial: before.badgeSerial + 1 }, "reprint", occasion, reason);
}
