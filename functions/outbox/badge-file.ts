import { printBadges } from "#shared/badge/print/print.ts";
import type { EmailIntent } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { liveSerial, type Registration } from "#shared/domain/registration.ts";
import { errorKind, log } from "#shared/http/log.ts";
import type { MailFile } from "#shared/mail/render.ts";
import { badgeFactsOf, type Press, printingOf } from "#shared/papers/press.ts";

/**
 * The badge of an approval, for its owner to print, while it is the one that lives. A mail goes without it, and says so in
 * the log, where it can't be made: the code stands in the mail itself, and the entry desk has the person's badge.
 */
export async function badgeFile(
  press: Press,
  promise: EmailIntent,
  conference: Conference,
  registration: Registration,
): Promise<MailFile | undefined> {
  if (promise.kind !== "approved" || liveSerial(registration) !== promise.serial) return undefined;
  try {
    const facts = await badgeFactsOf(press, conference, registration);
    if (!facts) return undefined;
    const pieces = await Array.fromAsync(printBadges([facts], printingOf(conference, press.fonts)));
    return { filename: "badge.pdf", contentType: "application/pdf", content: Buffer.concat(pieces) };
  } catch (error) {
    log("mail.without-badge", { registrationId: registration.registrationId, ...errorKind(error) }, "warn");
    return undefined;
  }
}
