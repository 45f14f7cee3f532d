import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import type { BadgeAccess } from "./entry/badge-life.ts";
import { Refusal } from "./refusal.ts";
import { isConfirmed, type Registration } from "./registration.ts";

/**
 * A reprint raises the serial, so that a lost badge stops opening gates.
 * @throws Refusal `not-confirmed`: only who is approved and seated has a badge.
 */
export function reprint(before: Registration, reason: string, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new Refusal("not-confirmed");
  return createChange(before, { ...before, badgeSerial: before.badgeSerial + 1 }, "reprint", context, reason);
}

/** Limits a badge to days and zones, or lifts the limits: also of one that isn't issued yet. */
export function limitAccess(before: Registration, { days, zones }: BadgeAccess, context: CommandContext): Change {
  const { access: _, ...unlimited } = before;
  const access = { ...(days && { days }), ...(zones && { zones }) };
  const limited = Object.keys(access).length > 0 ? { ...unlimited, access } : unlimited;
  return createChange(before, limited, "limit-access", context);
}
