import { changeOf, type Occasion } from "./accreditation.ts";
import type { Change } from "./change.ts";
import type { Registration, Undeliverable } from "./registration.ts";

/** Mails to this registration come back, and no more are sent. @returns none when that is known already */
export function mailReturned(before: Registration, why: Undeliverable, occasion: Occasion): Change | undefined {
  if (before.undeliverable && before.undeliverable.at >= why.at) return undefined;
  return { ...changeOf(before, { ...before, undeliverable: why }, "mail-returned", occasion), mails: [] };
}

/** The secretariat has heard that the address works, or that its owner wants the mails: they are sent again. */
export function resumeMail(before: Registration, occasion: Occasion): Change {
  const { undeliverable: _, ...after } = before;
  return { ...changeOf(before, after, "resume-mail", occasion), mails: [] };
}
