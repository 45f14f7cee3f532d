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
import {
  categoryKinds,
  languages,
  participationModes,
  requirableFields,
  requirements,
  roleAssigners,
  shortSlugPattern,
  visaLetterIssuers,
  waitingListOrders,
} from "#shared/model/conference.ts";
import { isCalendarDate, isTimeZone } from "#shared/text/text-rules.ts";
import { storedLayout } from "./stored-layout.contract.ts";

/*
 * What a stored conference contains: the type of each field that the code relies on. What does not follow it was damaged,
 * and nothing of it is read (docs/decisions/0139-read-no-damaged-record.md). Only schemas are here, so that a function can
 * load them with the first conference that it reads.
 */

const optionalCount = z.optional(count);
/** In a year that every calculation with days can write. */
const day = text.check(z.regex(/^[12]/), z.refine(isCalendarDate));
const name = text.check(z.regex(shortSlugPattern));

/** Hours or days that are added to a time. With more, it would be none that can be written. */
const duration = count.check(z.maximum(1_000_000));

const category = z.object({
  category: name,
  kind: z.optional(z.enum(categoryKinds)),
  title: localizedText,
  colour: text,
  quota: optionalCount,
  listOrder: optionalCount,
  priority: count,
  selfRegistration: z.boolean(),
  needs: z.array(z.enum(requirements)),
  requires: z.optional(z.array(z.enum(requirableFields))),
  minimumAge: optionalCount,
  access: z.optional(z.object({ days: z.optional(texts), zones: z.optional(texts) })),
  deadlines: z.optional(
    z.object({
      registration: z.optional(period),
      nomination: z.optional(period),
      substitution: z.optional(period),
      changes: z.optional(period),
    }),
  ),
});

const staff = z.optional(z.array(z.object({ email: text, holder: text, groups: texts })));

const shares = z.optional(z.record(text, z.number()));

/** A conference as `parseVersioned` reads it. */
export const storedConference = z.object({
  conferenceId: text,
  version,
  title: localizedText,
  startsOn: day,
  endsOn: day,
  timeZone: text.check(z.refine(isTimeZone)),
  dayEndsAt: z.optional(text.check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))),
  venue: z.object({ name: text, city: text, country: text, capacity: count }),
  participation: z.optional(z.enum(participationModes)),
  onlineLink: optionalText,
  seatTakenAt: z.enum(["submission", "approval"]),
  waitingList: z.boolean(),
  waitingListOrder: z.optional(z.enum(waitingListOrders)),
  offerHours: duration,
  confirmWithinHours: duration,
  categories: z.array(category),
  removedCategories: z.optional(z.array(category)),
  liftedPools: z.optional(texts),
  roles: z.optional(
    z.array(
      z.object({
        role: name,
        title: z.optional(localizedText),
        assignableBy: z.enum(roleAssigners),
        listOrder: optionalCount,
        maxPerDelegation: optionalCount,
      }),
    ),
  ),
  sessions: z.array(
    z.object({ sessionId: text, title: localizedText, startsAt: time, endsAt: time, capacity: optionalCount }),
  ),
  registration: z.object({ opensAt: time, closesAt: time }),
  languages: z.array(z.enum(languages)),
  badgeLayout: z.optional(storedLayout),
  badgeLayouts: z.optional(
    z.array(z.object({ layout: storedLayout, categories: z.optional(texts), roles: z.optional(texts) })),
  ),
  staff,
  expectedArrivalsPerSecond: count,
  retentionDays: duration,
  documentRetentionDays: z.optional(duration),
  targets: z.optional(z.object({ gender: shares, region: shares, regionalGroup: shares, category: shares })),
  contact: optionalText,
  visaLetters: z.optional(
    z.object({
      issuedBy: z.optional(z.enum(visaLetterIssuers)),
      signatory: z.optional(z.object({ name: text, title: z.optional(localizedText) })),
      text: z.optional(localizedText),
    }),
  ),
  countries: z.optional(
    z.union([z.literal("members-and-observers"), z.array(z.object({ code: text, name: z.optional(localizedText) }))]),
  ),
  questionsVersion: optionalCount,
});

/** What tells who may learn that a conference is damaged. */
export const storedConferenceStaff = z.object({ conferenceId: text, staff });
