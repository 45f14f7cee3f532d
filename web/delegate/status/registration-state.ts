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
  | "approvedOnline"
  | "approvedWaiting"
  | "approvedUnseated"
  | "unseated"
  | "held"
  | "waiting"
  | "received"
  | "unconfirmed"
  | "declined"
  | "returned"
  | "rejected"
  | "revoked"
  | "withdrawn";

export function toRegistrationProgress(
  {
    accreditation,
    seat,
    participation,
    requestedDelegationId,
    declinedDelegationId,
  }: Pick<
    OwnRegistration,
    "accreditation" | "seat" | "participation" | "requestedDelegationId" | "declinedDelegationId"
  >,
  { seatTakenAt }: Pick<PublicConference, "seatTakenAt">,
): RegistrationProgress {
  if (accreditation === "returned" || accreditation === "rejected") return accreditation;
  if (accreditation === "revoked" || accreditation === "withdrawn") return accreditation;
  if (seat === "offered") return "offered";
  if (accreditation === "approved") return toApprovedProgress({ seat, participation });
  if (participation === "online") return "received";
  if (seat !== "none") return seat;
  // No seat is requested before a delegation confirms the person, or the person names none.
  if (requestedDelegationId !== undefined) return "unconfirmed";
  if (declinedDelegationId !== undefined) return "declined";
  // If seats are assigned at submission, a person without a seat has lost or declined it.
  return seatTakenAt === "submission" ? "unseated" : "received";
}

function toApprovedProgress({
  seat,
  participation,
}: Pick<OwnRegistration, "seat" | "participation">): RegistrationProgress {
  if (participation === "online") return "approvedOnline";
  if (seat === "held") return "confirmed";
  return seat === "waiting" ? "approvedWaiting" : "approvedUnseated";
}

/** Whether the person lost or declined a seat and may request one again. */
export const canRequestSeatAgain = (progress: RegistrationProgress): boolean =>
  progress === "approvedUnseated" || progress === "unseated";

const progressTones: Readonly<Record<RegistrationProgress, Tone>> = {
  confirmed: "success",
  offered: "warning",
  approvedOnline: "success",
  approvedWaiting: "warning",
  approvedUnseated: "warning",
  unseated: "warning",
  held: "info",
  waiting: "warning",
  received: "info",
  unconfirmed: "info",
  declined: "warning",
  returned: "warning",
  rejected: "danger",
  revoked: "danger",
  withdrawn: "info",
};

export const getProgressTone = (progress: RegistrationProgress): Tone => progressTones[progress];
