/**
 * The secretariat's decision that two organizations of a conference are one. It changes how people are grouped and shown,
 * and no registration. Organizations are identified by `findOrganizationId`.
 */
export interface OrganizationMerge {
  readonly mergeId: string;
  /** The organization that is not shown on its own any more. It has at most one merge. */
  readonly from: string;
  /** The organization under which its people are shown. It may be merged too. */
  readonly into: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The identifier of the member of staff. */
  readonly by: string;
}
