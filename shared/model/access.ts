/**
 * Every address of the HTTP API: which function answers it, and who may call it.
 *
 * `infra/site/api.ts` makes the gateway's routes from this table, `shared/http` enforces `access` by it, and the
 * OpenAPI document is drawn from it. An address that isn't here doesn't exist.
 */

/** The staff groups of the Cognito user pool. */
export const staffGroups = ["secretariat", "reviewer", "entry-desk"] as const;
export type StaffGroup = (typeof staffGroups)[number];

/**
 * Who may call a route. `public`: any caller, without a token. `delegate`: a caller who signed in with the e-mailed
 * link of the registration. `focal-point`: a caller who signed in with the e-mailed link of the delegation, or of the
 * registration's delegation. Otherwise a group of the conference's staff.
 */
export type Access = "public" | "delegate" | "focal-point" | StaffGroup;

/** By this header the distribution shows the functions that a request came through it (`infra/parameters.ts`). */
export const originVerifyHeader = "x-palais-origin-verify";
