import type { Tone } from "../../kit/notice.tsx";
import type { RegistrationAnswer } from "./open-registration.ts";

/** Accreditation and seat together, in the words of whoever waits for news. */
export type Where =
  | "confirmed"
  | "offered"
  | "approvedWaiting"
  | "approvedUnseated"
  | "held"
  | "waiting"
  | "received"
  | "returned"
  | "rejected"
  | "revoked"
  | "withdrawn";

export function standingOf({ accreditation, seat }: Pick<RegistrationAnswer, "accreditation" | "seat">): Where {
  if (accreditation === "returned" || accreditation === "rejected") return accreditation;
  if (accreditation === "revoked" || accreditation === "withdrawn") return accreditation;
  if (seat === "offered") return "offered";
  if (accreditation === "approved") {
    if (seat === "held") return "confirmed";
    return seat === "waiting" ? "approvedWaiting" : "approvedUnseated";
  }
  return seat === "none" ? "received" : seat;
}

const looks: Readonly<Record<Where, Tone>> = {
  confirmed: "success",
  offered: "warning",
  approvedWaiting: "warning",
  approvedUnseated: "warning",
  held: "info",
  waiting: "warning",
  received: "info",
  returned: "warning",
  rejected: "danger",
  revoked: "danger",
  withdrawn: "info",
};

export const lookOf = (registration: RegistrationAnswer): Tone => looks[standingOf(registration)];
