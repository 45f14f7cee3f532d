import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Registration, Undeliverable } from "#shared/model/registration.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";

/** Marks a registration whose emails bounce: none is sent any more. @returns `undefined` if it is marked already */
export function markUndeliverable(
  before: Registration,
  undeliverable: Undeliverable,
  context: CommandContext,
): Change | undefined {
  if (before.undeliverable && before.undeliverable.at >= undeliverable.at) return undefined;
  return { ...createChange(before, { ...before, undeliverable }, "mark-undeliverable", context), emails: [] };
}

/** The secretariat lifts the suppression: the address works, or its owner wants the emails. */
export function clearUndeliverable(before: Registration, context: CommandContext): Change {
  const { undeliverable: _, ...after } = before;
  return { ...createChange(before, after, "lift-suppression", context), emails: [] };
}
