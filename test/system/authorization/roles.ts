import type { StaffGroup } from "#shared/model/access.ts";

/** The two conferences of the matrix: `here` is the one where the callers work. */
export type ConferenceSide = "here" | "there";

/** A caller and the caller's rights. */
export type CallerRole =
  /** Sends no token. */
  | { readonly is: "anonymous" }
  /** Sends a token that is not valid. */
  | { readonly is: "unknown" }
  | { readonly is: "delegate" }
  | { readonly is: "focal-point" }
  | {
      readonly is: "staff";
      /** The groups of the caller in the user pool. */
      readonly groups: readonly StaffGroup[];
      /** The groups that the conference's list of staff gives the caller. */
      readonly named: Partial<Record<ConferenceSide, StaffGroup>>;
    };

export const callerRoles = {
  "an anonymous caller": { is: "anonymous" },
  "a forged token": { is: "unknown" },
  "an id token of another key": { is: "unknown" },
  "an expired id token": { is: "unknown" },
  "an id token after the sign-out": { is: "unknown" },
  "an expired session": { is: "unknown" },
  "a delegate": { is: "delegate" },
  "a focal point": { is: "focal-point" },
  "the secretariat": { is: "staff", groups: ["secretariat"], named: { here: "secretariat" } },
  "a reviewer": { is: "staff", groups: ["reviewer"], named: { here: "reviewer" } },
  "the entry desk": { is: "staff", groups: ["entry-desk"], named: { here: "entry-desk" } },
  "staff of the other conference alone": { is: "staff", groups: ["secretariat"], named: { there: "secretariat" } },
  "staff that no conference names": { is: "staff", groups: ["secretariat"], named: {} },
  "a reviewer in the group secretariat of the conference": {
    is: "staff",
    groups: ["reviewer"],
    named: { here: "secretariat" },
  },
} as const satisfies Record<string, CallerRole>;

export type RoleName = keyof typeof callerRoles;
export const roleNames = Object.keys(callerRoles) as RoleName[];

/** The email address. Delegates and focal points have the same address at both conferences. */
export const getRoleEmail = (role: RoleName) => `${role.replaceAll(" ", "-")}@matrix.example.org`;
