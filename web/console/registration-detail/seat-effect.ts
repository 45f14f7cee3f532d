import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { StaffRegistration } from "../console-context.ts";

/** What a decision does to the seat of a person, as the key of its message. */
export type SeatEffect = "kept" | "keepsPosition" | "leaves" | "none" | "released";

/** The effect on the seat, which depends on whether the person has one; `undefined` if the forecast says it. */
export function getSeatEffect(
  decision: AccreditationDecision["decision"],
  seat: StaffRegistration["seat"],
): SeatEffect | undefined {
  if (decision === "approve" || decision === "reopen") return undefined;
  const isReturn = decision === "return";
  if (seat === "none") return "none";
  if (seat === "waiting") return isReturn ? "keepsPosition" : "leaves";
  return isReturn ? "kept" : "released";
}
