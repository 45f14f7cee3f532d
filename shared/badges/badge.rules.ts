import type { BadgeAccess } from "#shared/model/badge.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createChange, isConfirmed } from "#shared/registrations/registration.rules.ts";

/**
 * Raises the serial, so that gates refuse a lost badge.
 * @throws DomainError `not-confirmed`: only an approved person with a seat has a badge
 */
export function reprintBadge(before: Registration, reason: string, context: CommandContext): Change {
  if (!isConfirmed(before)) throw new DomainError("not-confirmed");
  return createChange(before, { ...before, badgeSerial: before.badgeSerial + 1 }, "reprint", context, reason);
}

/**
 * Limits a badge to days and zones, or lifts the limits. The badge need not be issued yet.
 * @param byDefault the limits of the category, which do not apply once the secretariat has lifted those of the badge
 */
export function limitBadgeAccess(
  before: Registration,
  { days, zones }: BadgeAccess,
  context: CommandContext,
  byDefault?: BadgeAccess,
): Change {
  const { access: _, ...unlimited } = before;
  const access = { ...(days && { days }), ...(zones && { zones }) };
  const limited = Object.keys(access).length > 0 || byDefault ? { ...unlimited, access } : unlimited;
  return createChange(before, limited, "limit-access", context);
}
