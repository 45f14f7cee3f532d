import type { ApiAnswer } from "../../kit/api/client.ts";
import type { Tone } from "../../kit/components/notices.tsx";
import type { PublicConference } from "../conference.tsx";

export type OwnRegistration = ApiAnswer<"getRegistration">;

/** The props that the parts of the page share. */
export interface OwnRegistrationProps {
  readonly registration: OwnRegistration;
  readonly conference: PublicConference;
  readonly token: string;
  readonly onChange: (registration: OwnRegistration) => void;
}

/** Accreditation and seat as one status for display. */
export type RegistrationProgress =
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

export function toRegistrationProgress(
  { accreditation, seat }: Pick<OwnRegistration, "accreditation" | "seat">,
  { seatTakenAt }: Pick<PublicConference, "seatTakenAt">,
): RegistrationProgress {
  if (accreditation === "returned" || accreditation === "rejected") return accreditation;
  if (accreditation === "revoked" || accreditation === "withdrawn") return accreditation;
  if (seat === "offered") return "offered";
  if (accreditation === "approved") {
    if (seat === "held") return "confirmed";
    return seat === "waiting" ? "approvedWaiting" : "approvedUnseated";
  }
  if (seat !== "none") return seat;
  // If seats are assigned at submission, a person without a seat has lost or declined it.
  return seatTakenAt === "submission" ? "unseated" : "received";
}

/** Whether the person lost or declined a seat and may request one again. */
export const canRequestSeatAgain = (progress: RegistrationProgress): boolean =>
  progress === "approvedUnseated" || progress === "unseated";

const progressTones: Readonly<Record<RegistrationProgress, Tone>> = {
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

export const getProgressTone = (progress: RegistrationProgress): Tone => progressTones[progress];
