import * as z from "zod/mini";
import {
  count,
  localizedText,
  optionalText,
  period,
  text,
  texts,
  time,
  version,
} from "#shared/contracts/stored-fields.ts";
import { languages, shortSlugPattern } from "#shared/model/conference.ts";
import { delegationStatuses, focalPointConfirmations } from "#shared/model/delegation.ts";

/*
 * What a stored delegation contains: the type of each field that the code relies on. What does not follow it was damaged,
 * and nothing of it is read (docs/decisions/0139-read-no-damaged-record.md). Only schemas are here, so that a function can
 * load them with the first delegation that it reads.
 */

const optionalCount = z.optional(count);

/** A delegation as `parseVersioned` reads it. */
export const storedDelegation = z.object({
  delegationId: text,
  conferenceId: text,
  version,
  status: z.enum(delegationStatuses),
  name: localizedText,
  category: text.check(z.regex(shortSlugPattern)),
  country: optionalText,
  focalPoints: texts,
  confirmation: z.optional(z.enum(focalPointConfirmations)),
  declinedBy: z.optional(texts),
  language: z.enum(languages),
  quota: optionalCount,
  reserve: optionalCount,
  insideAtOnce: optionalCount,
  deadlines: z.optional(
    z.object({ nomination: z.optional(period), substitution: z.optional(period), changes: z.optional(period) }),
  ),
  members: texts,
  letters: z.optional(
    z.array(
      z.object({
        version,
        documentId: text,
        at: time,
        review: z.optional(z.object({ at: time, by: text, registrationIds: texts })),
      }),
    ),
  ),
  reason: optionalText,
  requestedAt: z.optional(time),
  justification: optionalText,
});
