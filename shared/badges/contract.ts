import * as z from "zod/mini";
import { layoutChoice } from "#shared/conferences/badge-layout.contract.ts";
import { category, id, role, uniqueItems } from "#shared/contracts/fields.ts";
import { papers } from "#shared/model/badge-layout.ts";
import { queueQuery } from "#shared/registrations/contract.ts";
import { badgeBatchSorts, maxBadgesPerBatch } from "./badge-batch.rules.ts";

/** A layout to preview; the layouts of the conference by default. */
export const badgePreviewRequest = z.strictObject({
  layout: z.optional(layoutChoice),
  paper: z._default(z.enum(papers), "single"),
});

/**
 * A layout to draw, for the people with these categories and roles. A drawing names the people that it shows; to draw
 * the same ones again, the request names them.
 */
export const badgeDrawingRequest = z.strictObject({
  layout: layoutChoice,
  categories: z.optional(z.array(category).check(z.minLength(1), z.maxLength(40), uniqueItems())),
  roles: z.optional(z.array(role).check(z.minLength(1), z.maxLength(40), uniqueItems())),
  registrationIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(2), uniqueItems())),
  withPhoto: z._default(z.boolean(), true),
});

/** Badges as SVG images, the longest name first; without `registrationId`, the person is invented. */
export const badgeDrawingResponse = z.object({
  items: z.array(
    z.object({
      registrationId: z.optional(id),
      name: z.string(),
      svg: z.string(),
      /** The indexes of the parts of the layout whose text is shortened. */
      shortenedParts: z.array(z.int()),
    }),
  ),
});

/** Without `registrationIds`: the badges that were not printed yet. With them: these, or only the new ones of them. */
export const badgeBatchRequest = z.strictObject({
  registrationIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(maxBadgesPerBatch))),
  onlyNew: z.optional(z.boolean()),
  category: z.optional(category),
  delegation: z.optional(id),
  sort: z._default(z.enum(badgeBatchSorts), "name"),
  layout: z.optional(layoutChoice),
  paper: z._default(z.enum(papers), "single"),
});

export const uncollectedQuery = z.pick(queueQuery, { delegation: true, limit: true, cursor: true });

/** Uncollected badges: counts by delegation, without `delegationId` for individuals; and the badges. */
export const uncollectedResponse = z.object({
  delegations: z.array(z.object({ delegationId: z.optional(id), count: z.int() })),
  items: z.array(
    z.object({
      registrationId: id,
      serial: z.int(),
      nameOnBadge: z.string(),
      category: z.string(),
      organization: z.optional(z.string()),
      delegationId: z.optional(id),
      printedAt: z.string(),
    }),
  ),
  next: z.nullable(z.string()),
});

export const collectionRequest = z.strictObject({});

export const collectionResponse = z.object({ serial: z.int(), collectedAt: z.string() });
