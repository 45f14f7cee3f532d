import * as z from "zod/mini";
import { categoryNames, waitingListOrders } from "#shared/domain/conference.ts";
import { regionalGroups, regions } from "#shared/domain/geography.ts";
import { layoutChoice } from "./badge-layout.ts";
import { country, date, email, language, line, slug, texts, time, title, whole } from "./fields.ts";

export const category = z.enum(categoryNames);

const draftCategory = z.strictObject({
  category,
  title: texts,
  colour: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  quota: z.optional(whole(0, 100_000)),
  priority: z._default(whole(0, 999), 100),
  selfRegistration: z._default(z.boolean(), true),
  needs: z._default(z.array(z.enum(["letter", "photo"])).check(z.maxLength(2)), []),
});

const draftSession = z.strictObject({
  sessionId: slug,
  title: texts,
  startsAt: time,
  endsAt: time,
  capacity: z.optional(whole(0, 100_000)),
});

const knownTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

const timeZone = z.string().check(z.maxLength(64), z.refine(knownTimeZone, { error: "unknownTimeZone" }));

const share = z.number().check(z.minimum(0), z.maximum(1));

const atMostAll = z.refine<Readonly<Partial<Record<string, number>>>>(
  (shares) => Object.values(shares).reduce<number>((sum, each) => sum + (each ?? 0), 0) <= 1 + 1e-9,
  { error: "moreThanAll" },
);

/** Shares of the seats, from 0 to 1; what isn't named shares the rest. Nobody undisclosed can be aimed at. */
const targets = z.strictObject({
  gender: z.optional(z.partialRecord(z.enum(["female", "male", "other"]), share).check(atMostAll)),
  region: z.optional(z.partialRecord(z.enum(regions), share).check(atMostAll)),
  regionalGroup: z.optional(z.partialRecord(z.enum(regionalGroups), share).check(atMostAll)),
  category: z.optional(z.partialRecord(category, share).check(atMostAll)),
});

const isAimed = (aims: z.infer<typeof targets> | undefined) =>
  Object.values(aims ?? {}).some((shares) => Object.keys(shares ?? {}).length > 0);

const distinct = (names: readonly string[]) => new Set(names).size === names.length;

/** What `PUT /v1/conferences/{conferenceId}` takes. */
export const conferenceDraft = z
  .strictObject({
    title: texts,
    startsOn: date,
    endsOn: date,
    timeZone,
    venue: z.strictObject({ name: title, city: line(200), country, capacity: whole(1, 100_000) }),
    seatTakenAt: z._default(z.enum(["submission", "approval"]), "submission"),
    waitingList: z._default(z.boolean(), true),
    waitingListOrder: z._default(z.enum(waitingListOrders), "arrival"),
    offerHours: z._default(whole(0, 720), 0),
    confirmWithinHours: z._default(whole(0, 720), 0),
    categories: z.array(draftCategory).check(z.minLength(1), z.maxLength(categoryNames.length)),
    sessions: z._default(z.array(draftSession).check(z.maxLength(90)), []),
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
    expectedArrivalsPerSecond: z._default(whole(1, 10_000), 500),
    retentionDays: z._default(whole(1, 3_650), 365),
    documentRetentionDays: z.optional(whole(1, 3_650)),
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
    z.refine(({ waitingListOrder, targets }) => waitingListOrder !== "targets" || isAimed(targets), {
      path: ["waitingListOrder"],
      error: "noTargets",
    }),
    z.refine(({ categories }) => distinct(categories.map((each) => each.category)), {
      path: ["categories"],
      error: "duplicate",
    }),
    z.refine(({ sessions }) => distinct(sessions.map((each) => each.sessionId)), {
      path: ["sessions"],
      error: "duplicate",
    }),
  );

const shares = z.record(z.string(), z.number());

const answeredTargets = z.object({
  gender: z.optional(shares),
  region: z.optional(shares),
  regionalGroup: z.optional(shares),
  category: z.optional(shares),
});

const answeredCategory = z.object({
  category,
  title: z.record(z.string(), z.string()),
  colour: z.string(),
  selfRegistration: z.boolean(),
  needs: z.array(z.string()),
});

const answeredSession = z.object({
  sessionId: z.string(),
  title: z.record(z.string(), z.string()),
  startsAt: z.string(),
  endsAt: z.string(),
});

const publicConference = {
  conferenceId: z.string(),
  title: z.record(z.string(), z.string()),
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string() }),
  categories: z.array(answeredCategory),
  sessions: z.array(answeredSession),
  languages: z.array(language),
  contact: z.optional(z.string()),
};

/** What anyone may know of a conference; no exact count of seats. */
export const conferenceAnswer = z.object({
  ...publicConference,
  /** When somebody who takes part is given a seat. */
  seatTakenAt: z.enum(["submission", "approval"]),
  /** How the line is served, within a priority: by arrival; or whoever brings the seats nearest to the targets first. */
  waitingListOrder: z.enum(waitingListOrders),
  /** The targets by which the line is ordered, with a text in the words of `Accept-Language`. */
  lineTargets: z.optional(
    z.array(z.object({ dimension: z.string(), value: z.string(), target: z.number(), text: z.string() })),
  ),
  registration: z.enum(["open", "closed"]),
  seats: z.enum(["available", "few", "waiting-list", "full"]),
});

/** What the secretariat gets back: the conference with all its settings. */
export const conferenceSettings = z.object({
  ...publicConference,
  version: z.int(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string(), capacity: z.int() }),
  seatTakenAt: z.enum(["submission", "approval"]),
  waitingList: z.boolean(),
  waitingListOrder: z.optional(z.enum(waitingListOrders)),
  offerHours: z.int(),
  confirmWithinHours: z.int(),
  categories: z.array(z.extend(answeredCategory, { quota: z.optional(z.int()), priority: z.int() })),
  sessions: z.array(z.extend(answeredSession, { capacity: z.optional(z.int()) })),
  registration: z.object({ opensAt: z.string(), closesAt: z.string() }),
  badgeLayout: z.optional(layoutChoice),
  staff: z.optional(z.array(z.object({ email: z.string(), groups: z.array(z.string()) }))),
  expectedArrivalsPerSecond: z.int(),
  retentionDays: z.int(),
  documentRetentionDays: z.optional(z.int()),
  targets: z.optional(answeredTargets),
});

export const capacityAnswer = z.object({
  items: z.array(z.object({ pool: z.string(), limit: z.int(), taken: z.int(), offered: z.int(), waiting: z.int() })),
  next: z.null(),
});
