/** The staff groups of the Cognito user pool. */
export const staffGroups = ["secretariat", "reviewer", "entry-desk"] as const;
export type StaffGroup = (typeof staffGroups)[number];

/** Whether someone with these groups is of the secretariat or a reviewer. */
export const canReview = ({ groups }: { readonly groups: readonly string[] }): boolean =>
  groups.some((group) => group !== "entry-desk");

/** A member of staff: Cognito's `sub`, and the invitations by address that became bound to it. */
export interface StaffUser {
  readonly id: string;
  readonly invitations?: readonly string[];
}

/**
 * Whether authority that was given to a holder is this person's. A holder is a `sub`, or an invitation of an address that
 * is bound to the `sub` of the first verified sign-in. The address of the caller decides nothing.
 */
export const isHolder = ({ id, invitations = [] }: StaffUser, holder: string): boolean =>
  holder === id || invitations.includes(holder);

/**
 * Who may call a route. `public`: any caller, without a token. `delegate`: a caller who signed in with the e-mailed
 * link of the registration. `focal-point`: a caller who signed in with the e-mailed link of the delegation, or of the
 * registration's delegation. Otherwise a group of the conference's staff.
 */
export type Access = "public" | "delegate" | "focal-point" | StaffGroup;

/** A page sends this header with a request after some minutes without input, which does not keep the session open. */
export const automaticRequestHeader = "x-palais-automatic";

/** By this header the distribution shows the functions that a request came through it (`infra/parameters.ts`). */
export const originVerifyHeader = "x-palais-origin-verify";

/**
 * What the access log of a registration records beside a name and a file: that staff opened sensitive answers, exported
 * sensitive data or the photo, got the code of a badge, or ended the sessions of the person.
 */
export const loggedAccesses = ["answers", "export", "badge", "sessions"] as const;
export type LoggedAccess = (typeof loggedAccesses)[number];
