import {
  type AccreditationDecision,
  accreditationDecisions,
  accreditationTransitions,
} from "#shared/model/accreditation.ts";
import type { StaffRegistration } from "../console-context.ts";

export type DecisionName = AccreditationDecision["decision"];

/** What decides on the decisions that apply; of a clash, that there is one. */
interface ReviewedState extends Pick<StaffRegistration, "accreditation"> {
  readonly clash?: unknown;
}

/**
 * The decisions that apply to a registration in its current state. That of a person who is already registered can
 * only be rejected (nomination-clash.tsx), or revoked if staff approved it without knowing of the other one.
 */
export const listPossibleDecisions = ({ accreditation, clash }: ReviewedState): DecisionName[] =>
  accreditationDecisions.filter(
    (each) =>
      (accreditationTransitions[each].from as readonly string[]).includes(accreditation) &&
      (clash === undefined || each === "reject" || each === "revoke"),
  );

/** Whether the registration is of a registered person, and the secretariat has not accepted or rejected it. */
export const hasOpenClash = ({ accreditation, clash }: ReviewedState): boolean =>
  clash !== undefined && ["pending", "returned", "approved"].includes(accreditation);

/** What a decision does to the seat of a person, as the key of its message. */
export type SeatEffect = "kept" | "keepsPosition" | "leaves" | "none" | "released";

/** The effect on the seat, which depends on whether the person has one; `undefined` if the forecast says it. */
export function getSeatEffect(decision: DecisionName, seat: StaffRegistration["seat"]): SeatEffect | undefined {
  if (decision === "approve" || decision === "reopen") return undefined;
  const isReturn = decision === "return";
  if (seat === "none") return "none";
  if (seat === "waiting") return isReturn ? "keepsPosition" : "leaves";
  return isReturn ? "kept" : "released";
}
