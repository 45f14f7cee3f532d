import * as z from "zod/mini";
import {
  category,
  clockTime,
  country,
  date,
  email,
  language,
  localizedText,
  singleLine,
  slug,
  time,
  title,
  wholeNumber,
} from "#shared/contracts/fields.ts";
import { regionalGroups, regions } from "#shared/countries/regions.ts";
import { categoryNames, waitingListOrders } from "#shared/model/conference.ts";
import { layoutChoice } from "./badge-layout.contract.ts";

const categoryDraft = z.strictObject({
  category,
  title: localizedText,
  colour: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  quota: z.optional(wholeNumber(0, 100_000)),
  priority: z._default(wholeNumber(0, 999), 100),
  selfRegistration: z._default(z.boolean(), true),
  needs: z._default(z.array(z.enum(["letter", "photo"])).check(z.maxLength(2)), []),
});

const sessionDraft = z.strictObject({
  sessionId: slug,
  title: localizedText,
  startsAt: time,
  endsAt: time,
  capacity: z.optional(wholeNumber(0, 100_000)),
});

const isKnownTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

const timeZone = z.string().check(z.maxLength(64), z.refine(isKnownTimeZone, { error: "unknownTimeZone" }));

const share = z.number().check(z.minimum(0), z.maximum(1));

const shareSumRule = z.refine<Readonly<Partial<Record<string, number>>>>(
  (shares) => Object.values(shares).reduce<number>((sum, each) => sum + (each ?? 0), 0) <= 1 + 1e-9,
  { error: "moreThanAll" },
);

/** Shares of the seats, from 0 to 1. Values without a target share the rest. `undisclosed` can have no target. */
const targets = z.strictObject({
  gender: z.optional(z.partialRecord(z.enum(["female", "male", "other"]), share).check(shareSumRule)),
  region: z.optional(z.partialRecord(z.enum(regions), share).check(shareSumRule)),
  regionalGroup: z.optional(z.partialRecord(z.enum(regionalGroups), share).check(shareSumRule)),
  category: z.optional(z.partialRecord(category, share).check(shareSumRule)),
});

const hasTargets = (conferenceTargets: z.infer<typeof targets> | undefined) =>
  Object.values(conferenceTargets ?? {}).some((shares) => Object.keys(shares ?? {}).length > 0);

const hasDistinctNames = (names: readonly string[]) => new Set(names).size === names.length;

/** The body of `PUT /v1/conferences/{conferenceId}`. */
export const conferenceDraft = z
  .strictObject({
    title: localizedText,
    startsOn: date,
    endsOn: date,
    timeZone,
    /** When whoever is still inside counts as out. A time before noon is on the next date. Without it, it stays as it is. */
    dayEndsAt: z.optional(clockTime),
    venue: z.strictObject({ name: title, city: singleLine(200), country, capacity: wholeNumber(1, 100_000) }),
    seatTakenAt: z._default(z.enum(["submission", "approval"]), "submission"),
    waitingList: z._default(z.boolean(), true),
    waitingListOrder: z._default(z.enum(waitingListOrders), "arrival"),
    offerHours: z._default(wholeNumber(0, 720), 0),
    confirmWithinHours: z._default(wholeNumber(0, 720), 0),
    categories: z.array(categoryDraft).check(z.minLength(1), z.maxLength(categoryNames.length)),
    sessions: z._default(z.array(sessionDraft).check(z.maxLength(90)), []),
    registration: z.strictObject({ opensAt: time, closesAt: time }),
    languages: z._default(z.array(language).check(z.minLength(1), z.maxLength(6)), ["en", "fr"]),
    badgeLayout: z.optional(layoutChoice),
    staff: z.optional(
      z
        .array(
          z.strictObject({
            email,
            groups: z.array(z.enum(["secretariat", "reviewer", "entry-desk"])).check(z.minLength(1)),
          }),
        )
        .check(z.minLength(1), z.maxLength(500)),
    ),
    expectedArrivalsPerSecond: z._default(wholeNumber(1, 10_000), 500),
    retentionDays: z._default(wholeNumber(1, 3_650), 365),
    documentRetentionDays: z.optional(wholeNumber(1, 3_650)),
    targets: z.optional(targets),
    contact: z.optional(email),
  })
  .check(
    z.refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ["endsOn"], error: "endsBeforeStart" }),
    z.refine(({ registration }) => registration.opensAt < registration.closesAt, {
      path: ["registration", "closesAt"],
      error: "endsBeforeStart",
    }),
    z.refine(({ sessions }) => sessions.every(({ startsAt, endsAt }) => startsAt < endsAt), {
      path: ["sessions"],
      error: "endsBeforeStart",
    }),
    z.refine(({ waitingListOrder, targets }) => waitingListOrder !== "targets" || hasTargets(targets), {
      path: ["waitingListOrder"],
      error: "noTargets",
    }),
    z.refine(({ categories }) => hasDistinctNames(categories.map((each) => each.category)), {
      path: ["categories"],
      error: "duplicate",
    }),
    z.refine(({ sessions }) => hasDistinctNames(sessions.map((each) => each.sessionId)), {
      path: ["sessions"],
      error: "duplicate",
    }),
  );

const shares = z.record(z.string(), z.number());

const targetsResponse = z.object({
  gender: z.optional(shares),
  region: z.optional(shares),
  regionalGroup: z.optional(shares),
  category: z.optional(shares),
});

const categoryResponse = z.object({
  category,
  title: z.record(z.string(), z.string()),
  colour: z.string(),
  selfRegistration: z.boolean(),
  needs: z.array(z.string()),
});

const sessionResponse = z.object({
  sessionId: z.string(),
  title: z.record(z.string(), z.string()),
  startsAt: z.string(),
  endsAt: z.string(),
});

const publicConferenceFields = {
  conferenceId: z.string(),
  title: z.record(z.string(), z.string()),
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string() }),
  categories: z.array(categoryResponse),
  sessions: z.array(sessionResponse),
  languages: z.array(language),
  contact: z.optional(z.string()),
};

/** The public data of a conference, without the exact number of free seats. */
export const conferenceResponse = z.object({
  ...publicConferenceFields,
  /** When a person receives a seat. */
  seatTakenAt: z.enum(["submission", "approval"]),
  /** The order of the waiting list within a priority: by arrival, or by the effect of a seat on the targets. */
  waitingListOrder: z.enum(waitingListOrders),
  /** The targets that order the waiting list, with a text in the language of `Accept-Language`. */
  waitingListTargets: z.optional(
    z.array(z.object({ dimension: z.string(), value: z.string(), target: z.number(), text: z.string() })),
  ),
  registration: z.enum(["open", "closed"]),
  seats: z.enum(["available", "few", "waiting-list", "full"]),
});

/** The conference with all its settings, for the secretariat. */
export const conferenceSettingsResponse = z.object({
  ...publicConferenceFields,
  version: z.int(),
  dayEndsAt: z.string(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string(), capacity: z.int() }),
  seatTakenAt: z.enum(["submission", "approval"]),
  waitingList: z.boolean(),
  waitingListOrder: z.optional(z.enum(waitingListOrders)),
  offerHours: z.int(),
  confirmWithinHours: z.int(),
  categories: z.array(z.extend(categoryResponse, { quota: z.optional(z.int()), priority: z.int() })),
  sessions: z.array(z.extend(sessionResponse, { capacity: z.optional(z.int()) })),
  registration: z.object({ opensAt: z.string(), closesAt: z.string() }),
  badgeLayout: z.optional(layoutChoice),
  staff: z.optional(z.array(z.object({ email: z.string(), groups: z.array(z.string()) }))),
  expectedArrivalsPerSecond: z.int(),
  retentionDays: z.int(),
  documentRetentionDays: z.optional(z.int()),
  targets: z.optional(targetsResponse),
});

export const capacityResponse = z.object({
  items: z.array(z.object({ pool: z.string(), limit: z.int(), taken: z.int(), offered: z.int(), waiting: z.int() })),
  next: z.null(),
});
