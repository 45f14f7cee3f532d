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
