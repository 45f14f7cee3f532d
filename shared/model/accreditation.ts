import type { AccreditationState } from "./registration.ts";

/** Every transition of an accreditation. A transition that is not listed fails with `wrong-state`. */
export const accreditationTransitions = {
  approve: { from: ["pending"], to: "approved" },
  reject: { from: ["pending"], to: "rejected" },
  return: { from: ["pending"], to: "returned" },
  resubmit: { from: ["returned"], to: "pending" },
  revoke: { from: ["approved"], to: "revoked" },
  reopen: { from: ["rejected", "revoked", "withdrawn"], to: "pending" },
  withdraw: { from: ["pending", "returned", "approved"], to: "withdrawn" },
} as const satisfies Record<string, { from: readonly AccreditationState[]; to: AccreditationState }>;

export type AccreditationTransition = keyof typeof accreditationTransitions;

/** The transitions that are decisions of the secretariat. */
export const accreditationDecisions = [
  "approve",
  "reject",
  "return",
  "revoke",
  "reopen",
] as const satisfies AccreditationTransition[];

export interface AccreditationDecision {
  readonly decision: (typeof accreditationDecisions)[number];
  readonly reason?: string;
  readonly fields?: readonly string[];
  readonly until?: string;
}
