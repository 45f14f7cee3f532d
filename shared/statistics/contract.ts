import * as z from "zod/mini";
import { category, id, singleLine, storedText } from "#shared/contracts/fields.ts";

const countsByState = z.record(z.string(), z.int());

const countFields = {
  registrations: z.int(),
  /** Registrations with a held or offered seat. */
  seated: z.int(),
  /** Approved registrations with a held seat. */
  confirmed: z.int(),
  accreditation: countsByState,
  seat: countsByState,
};

const countList = z.array(z.object({ value: z.string(), ...countFields }));

const targetDimension = z.enum(["gender", "region", "regionalGroup", "category"]);

const targetProgressList = z.array(
  z.object({
    dimension: targetDimension,
    value: z.string(),
    target: z.number(),
    /** The seated registrations with this value, of all seated registrations whose value is known. */
    seated: z.int(),
    of: z.int(),
    share: z.number(),
    /** `target` − `share`. */
    distance: z.number(),
  }),
);

/** A composition target that a seat brings nearer. */
export const targetReason = z.object({
  dimension: targetDimension,
  value: z.string(),
  target: z.number(),
  share: z.number(),
  shareAfter: z.number(),
  /** The reason as a sentence, in the language of `Accept-Language`. */
  text: z.string(),
});

/** The statistics, from the stream. They lag by a few seconds. */
export const statisticsResponse = z.object({
  total: z.object(countFields),
  category: countList,
  /** The kinds of the categories. */
  kind: countList,
  /** The country represented; otherwise the nationality. */
  country: countList,
  /** M49 regions and sub-regions. */
  region: countList,
  subRegion: countList,
  regionalGroup: countList,
  /** In person or online. */
  participation: countList,
  gender: countList,
  role: countList,
  language: countList,
  /** The day of submission, in UTC. */
  day: countList,
  targets: targetProgressList,
});

export const adviceQuery = z.strictObject({
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/))),
});

export const adviceResponse = z.object({
  targets: targetProgressList,
  /** The number of waiting registrations that were considered. */
  considered: z.int(),
  /** The registration with the largest gain, then the one with the largest gain if the first is seated, and so on. */
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

export const answerStatisticsRequest = z.strictObject({ reason: z.optional(singleLine(500)) });

const answerCountFields = { registrations: z.int(), seated: z.int(), confirmed: z.int() };

/** The answers to the questions with choices, in the order of the form, then to the removed ones. */
export const answerStatisticsResponse = z.object({
  asOf: z.string(),
  items: z.array(
    z.object({
      key: z.string(),
      label: storedText,
      sensitive: z.optional(z.boolean()),
      staffOnly: z.optional(z.boolean()),
      removed: z.optional(z.boolean()),
      answered: z.object(answerCountFields),
      /** The options in their order; of yes or no, `true` and `false`, without a label. */
      options: z.array(z.object({ value: z.string(), label: z.optional(storedText), ...answerCountFields })),
    }),
  ),
});
