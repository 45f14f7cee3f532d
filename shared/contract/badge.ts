import * as z from "zod/mini";
import { batchSorts, mostInBatch } from "#shared/domain/badge-batch.ts";
import { papers } from "#shared/domain/badge-layout.ts";
import { layoutChoice } from "./badge-layout.ts";
import { category } from "./conference.ts";
import { id } from "./fields.ts";
import { queueQuery } from "./registration.ts";

/** A layout to look at before it is the conference's: its own, if none is given. */
export const badgePreview = z.strictObject({
  layout: z.optional(layoutChoice),
  paper: z._default(z.enum(papers), "single"),
});

/** Without a selection, the badges that weren't printed yet; with one, these, unless only new ones of them are asked for. */
export const badgeBatch = z.strictObject({
  registrationIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(mostInBatch))),
  onlyNew: z.optional(z.boolean()),
  category: z.optional(category),
  delegation: z.optional(id),
  sort: z._default(z.enum(batchSorts), "name"),
  layout: z.optional(layoutChoice),
  paper: z._default(z.enum(papers), "single"),
});

export const uncollectedQuery = z.pick(queueQuery, { delegation: true, limit: true, cursor: true });

/** How many lie at the desk of each delegation, those of individuals under none; and whose they are. */
export const uncollectedAnswer = z.object({
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

export const collectionAnswer = z.object({ serial: z.int(), collectedAt: z.string() });
