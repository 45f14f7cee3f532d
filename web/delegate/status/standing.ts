import type { Tone } from "../../kit/notice.tsx";
import type { ConferenceAnswer } from "../use-conference.ts";
import type { RegistrationAnswer } from "./open-registration.ts";

/** Accreditation and seat together, in the words of whoever waits for news. */
export type Where =
  | "confirmed"
  | "offered"
  | "approvedWaiting"
  | "approvedUnseated"
  | "unseated"
  | "held"
  | "waiting"
  | "received"
  | "returned"
  | "rejected"
  | "revoked"
  | "withdrawn";

export function standingOf(
  { accreditation, seat }: Pick<RegistrationAnswer, "accreditation" | "seat">,
  { seatTakenAt }: Pick<ConferenceAnswer, "seatTakenAt">,
): Where {
  if (accreditation === "returned" || accreditation === "rejected") return accreditation;
  if (accreditation === "revoked" || accreditation === "withdrawn") return accreditation;
  if (seat === "offered") return "offered";
  if (accreditation === "approved") {
    if (seat === "held") return "confirmed";
    return seat === "waiting" ? "approvedWaiting" : "approvedUnseated";
  }
  if (seat !== "none") return seat;
  // Where applying takes the seat, whoever holds none and waits for none has lost or declined it.
  return seatTakenAt === "submission" ? "unseated" : "received";
}

/** Whoever lost an offer or declined it may ask again. */
export const mayAskAgain = (where: Where): boolean => where === "approvedUnseated" || where === "unseated";

const looks: Readonly<Record<Where, Tone>> = {
  confirmed: "success",
  offered: "warning",
  approvedWaiting: "warning",
  approvedUnseated: "warning",
  unseated: "warning",
  held: "info",
  waiting: "warning",
  received: "info",
  returned: "warning",
  rejected: "danger",
  revoked: "danger",
  withdrawn: "info",
};

export const lookOf = (where: Where): Tone => looks[where];
