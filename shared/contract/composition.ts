import * as z from "zod/mini";
import { category } from "./conference.ts";
import { id } from "./fields.ts";

const states = z.record(z.string(), z.int());

const count = {
  registrations: z.int(),
  /** With a seat, held or offered. */
  seated: z.int(),
  /** Approved, and the seat is held. */
  confirmed: z.int(),
  accreditation: states,
  seat: states,
};

const counts = z.array(z.object({ value: z.string(), ...count }));

const dimension = z.enum(["gender", "region", "regionalGroup", "category"]);

const targetStates = z.array(
  z.object({
    dimension,
    value: z.string(),
    target: z.number(),
    /** How many of this value are seated, among how many whose value is known. */
    seated: z.int(),
    of: z.int(),
    share: z.number(),
    /** Above 0: so much is missing. Below 0: there is more than wanted. */
    distance: z.number(),
  }),
);

/** A target that a seat brings nearer. */
export const targetReason = z.object({
  dimension,
  value: z.string(),
  target: z.number(),
  share: z.number(),
  shareAfter: z.number(),
  /** The same in the words of `Accept-Language`. */
  text: z.string(),
});

/** The statistics, as the stream has brought them: a few seconds behind. */
export const statisticsAnswer = z.object({
  total: z.object(count),
  category: counts,
  /** The country represented, or else the nationality. */
  country: counts,
  /** Regions and sub-regions as M49 has them. */
  region: counts,
  subRegion: counts,
  regionalGroup: counts,
  gender: counts,
  role: counts,
  language: counts,
  /** Of submission, in UTC. */
  day: counts,
  targets: targetStates,
});

export const adviceQuery = z.strictObject({
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/))),
});

export const adviceAnswer = z.object({
  targets: targetStates,
  /** How many of those who wait were considered. */
  considered: z.int(),
  /** The best first, then the best once that one is seated, and so on. */
  items: z.array(
    z.object({
      registrationId: id,
      category,
      accreditation: z.string(),
      seat: z.string(),
      gain: z.number(),
      reasons: z.array(targetReason),
    }),
  ),
  next: z.null(),
});
