import type { MailPromise, Step } from "./change.ts";
import { isConfirmed, type Registration } from "./registration.ts";

/** The mails that one step owes its person: what they would want to hear, once, and nothing they know already. */
export function promisedMails({ before, after }: Step): MailPromise[] {
  const { registrationId } = after;
  if (isConfirmed(after) && !(before && isConfirmed(before))) {
    return [{ kind: "approved", registrationId, serial: after.badgeSerial }];
  }
  if (before && before.accreditation.state === after.accreditation.state) return seatMails(before, after);
  return accreditationMails(before, after);
}

function seatMails(before: Registration, after: Registration): MailPromise[] {
  const { registrationId, seat } = after;
  const asked = before.seat.state === "none" && before.claimedDelegation !== undefined;
  if (asked && seat.state === "waiting") return [{ kind: "waiting", registrationId, waitingFor: after.waitingFor }];
  if (before.seat.state !== "waiting" && !asked) return [];
  if (seat.state === "offered") return [{ kind: "offer", registrationId, until: seat.until }];
  return seat.state === "held" ? [{ kind: "seat-given", registrationId }] : [];
}

function accreditationMails(before: Registration | undefined, after: Registration): MailPromise[] {
  const { registrationId, accreditation, waitingFor } = after;
  const waits = after.seat.state === "waiting";
  switch (accreditation.state) {
    case "pending":
      if (waits) return [{ kind: "waiting", registrationId, waitingFor }];
      if (before && before.accreditation.state !== "returned") return [{ kind: "reopened", registrationId }];
      return [{ kind: "received", registrationId, ...(after.seat.state === "none" && { unseated: true }) }];
    case "approved":
      return [{ kind: "approved-waiting", registrationId, waitingFor }];
    case "rejected":
    case "revoked":
      return [{ kind: accreditation.state, registrationId, reason: accreditation.reason }];
    case "returned": {
      const { reason, fields, until } = accreditation;
      return [{ kind: "returned", registrationId, reason, fields, ...(until && { until }) }];
    }
    case "withdrawn":
      return [{ kind: "withdrawn", registrationId }];
  }
}
