import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import type { Registration, Undeliverable } from "./registration.ts";

/** Mails to this registration come back, and no more are sent. @returns none when that is known already */
export function mailReturned(before: Registration, why: Undeliverable, context: CommandContext): Change | undefined {
  if (before.undeliverable && before.undeliverable.at >= why.at) return undefined;
  return { ...createChange(before, { ...before, undeliverable: why }, "mail-returned", context), mails: [] };
}

/** The secretariat has heard that the address works, or that its owner wants the mails: they are sent again. */
export function resumeMail(before: Registration, context: CommandContext): Change {
  const { undeliverable: _, ...after } = before;
  return { ...createChange(before, after, "resume-mail", context), mails: [] };
}
