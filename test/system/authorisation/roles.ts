import type { StaffGroup } from "#shared/contract/routes.ts";

/** The two conferences of the matrix, seen from the one that the callers work at. */
export type Where = "here" | "there";

/** Who calls, and what is known of them. */
export type Role =
  | { readonly is: "unknown" }
  | { readonly is: "delegate" }
  | { readonly is: "focal-point" }
  | {
      readonly is: "staff";
      /** Their groups in the user pool. */
      readonly groups: readonly StaffGroup[];
      /** As what each of the conferences names them in its list of staff. */
      readonly named: Partial<Record<Where, StaffGroup>>;
    };

export const roles = {
  "nobody signed in": { is: "unknown" },
  "a token that was made up": { is: "unknown" },
  "an id token of another key": { is: "unknown" },
  "an id token past its time": { is: "unknown" },
  "an id token after signing out": { is: "unknown" },
  "a session past its time": { is: "unknown" },
  "a delegate": { is: "delegate" },
  "a focal point": { is: "focal-point" },
  "the secretariat": { is: "staff", groups: ["secretariat"], named: { here: "secretariat" } },
  "a reviewer": { is: "staff", groups: ["reviewer"], named: { here: "reviewer" } },
  "the entry desk": { is: "staff", groups: ["entry-desk"], named: { here: "entry-desk" } },
  "staff of the other conference alone": { is: "staff", groups: ["secretariat"], named: { there: "secretariat" } },
  "staff that no conference names": { is: "staff", groups: ["secretariat"], named: {} },
  "a reviewer whom the conference calls its secretariat": {
    is: "staff",
    groups: ["reviewer"],
    named: { here: "secretariat" },
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;
export const roleNames = Object.keys(roles) as RoleName[];

/** Their address: delegates and focal points have the same at both conferences. */
export const addressOf = (role: RoleName) => `${role.replaceAll(" ", "-")}@matrix.example.org`;
