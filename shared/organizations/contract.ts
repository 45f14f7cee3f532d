import * as z from "zod/mini";
import { category, id, singlePage } from "#shared/contracts/fields.ts";

/** Two organizations of the conference, by their identifiers in the answers to staff. */
export const organizationMergeRequest = z.strictObject({
  /** The organization that is not shown on its own any more. */
  from: id,
  /** The organization under which its people are shown. */
  into: id,
});

export const organizationMergeResponse = z.object({ mergeId: id });

export const organizationMergesResponse = singlePage(
  z.object({ mergeId: id, from: id, into: id, at: z.string(), by: z.string() }),
);

/** The merge that was taken back. */
export const separationResponse = z.object({ mergeId: id, from: id, into: id });

/** The organizations of approved people and the accredited delegations, by name. */
export const participantOrganizationsResponse = singlePage(
  z.object({
    organizationId: id,
    name: z.record(z.string(), z.string()),
    /** Whether it is a delegation; otherwise, it is a text of the form. */
    isDelegation: z.boolean(),
    categories: z.array(category),
    /** The number of approved people. */
    approved: z.int(),
    /** The organization under which its people are shown, if that is another one. */
    shownAs: z.optional(id),
  }),
);
