import * as z from "zod/mini";
import {
  badgeLimits,
  category,
  clockTime,
  country,
  date,
  email,
  fieldsRule,
  httpAddress,
  language,
  localizedLine,
  localizedText,
  printableLine,
  printableParagraphs,
  representedCountry,
  role,
  slug,
  storedText,
  time,
  title,
  uniqueItems,
  wholeNumber,
} from "#shared/contracts/fields.ts";
import { participantCodes } from "#shared/countries/countries.ts";
import { regionalGroups, regions } from "#shared/countries/regions.ts";
import { staffGroups } from "#shared/model/access.ts";
import type { LayoutChoice } from "#shared/model/badge-layout.ts";
import {
  categoryKinds,
  participationModes,
  requirableFields,
  requirements,
  roleAssigners,
  visaLetterIssuers,
  waitingListOrders,
} from "#shared/model/conference.ts";
import { headOfDelegation, isBuiltInRole } from "#shared/model/registration.ts";
import { isTimeZone } from "#shared/text/text-rules.ts";
import { layoutChoice, layoutRules } from "./badge-layout.contract.ts";
import { storedLayout } from "./stored-layout.contract.ts";

/** The maximum number of categories of a conference. */
const maxCategories = 60;

/** Absent: as before, at creation the default. `null`: the default, or none where there is none. */
const part = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const period = z.strictObject({ opensAt: part(time), closesAt: part(time) });

/** What is left out of it stays, `null` takes it away, also within a period. */
const deadlines = z.strictObject({
  registration: part(period),
  nomination: part(period),
  substitution: part(period),
  changes: part(period),
});

const categoryDraft = z.strictObject({
  category,
  /** Absent: as before; for a new category, the kind with its name, otherwise `other`. */
  kind: z.optional(z.enum(categoryKinds)),
  title: localizedText,
  colour: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  /** `null`: no limit of its own. */
  quota: part(wholeNumber(0, 100_000)),
  /** Sorts the sections of the list of participants. `null`: by its kind, in the order of protocol. */
  listOrder: part(wholeNumber(0, 999)),
  priority: part(wholeNumber(0, 999)),
  selfRegistration: part(z.boolean()),
  needs: part(z.array(z.enum(requirements)).check(z.maxLength(requirements.length))),
  /** Absent: as before; for a new category, the fields that its kind requires by default. */
  requires: z.optional(z.array(z.enum(requirableFields)).check(z.maxLength(requirableFields.length), uniqueItems())),
  /** On the first day; a younger person names a guardian. `null`: none. */
  minimumAge: part(wholeNumber(1, 99)),
  /** The days and zones of a badge that is issued without limits of its own. `null`: none. */
  access: part(z.strictObject({ days: part(badgeLimits.days), zones: part(badgeLimits.zones) })),
  /** When people of the category register, are nominated, substituted, and change their data. `null`: as the conference. */
  deadlines: part(deadlines),
});

const sessionDraft = z
  .strictObject({
    sessionId: slug,
    title: localizedText,
    startsAt: time,
    endsAt: time,
    /** `null`: no limit. */
    capacity: part(wholeNumber(0, 100_000)),
  })
  .check(
    fieldsRule(["startsAt", "endsAt"], ({ startsAt, endsAt }) => startsAt < endsAt, {
      path: ["endsAt"],
      error: "endsBeforeStart",
    }),
  );

const roleDraft = z
  .strictObject({
    role,
    title: part(localizedText),
    assignableBy: z.enum(roleAssigners),
    listOrder: part(wholeNumber(0, 999)),
    maxPerDelegation: part(wholeNumber(1, 1_000)),
  })
  .check(
    z.refine(({ role: name, title: texts }) => Boolean(texts) || isBuiltInRole(name), {
      path: ["title"],
      error: "required",
    }),
    z.refine(({ role: name, maxPerDelegation }) => name !== headOfDelegation || (maxPerDelegation ?? 1) === 1, {
      path: ["maxPerDelegation"],
      error: "oneHead",
    }),
    // Anyone could claim to be the head of a State, keep out the real one, and learn from the refusal of a second head
    // that the first address was new.
    z.refine(({ role: name, assignableBy }) => name !== headOfDelegation || assignableBy !== "anyone", {
      path: ["assignableBy"],
      error: "headByAnyone",
    }),
  );

const timeZone = z.string().check(z.maxLength(64), z.refine(isTimeZone, { error: "unknownTimeZone" }));

const share = z.number().check(z.minimum(0), z.maximum(1));

const shareSumRule = z.refine<Readonly<Partial<Record<string, number>>>>(
  (shares) => Object.values(shares).reduce<number>((sum, each) => sum + (each ?? 0), 0) <= 1 + 1e-9,
  { error: "moreThanAll" },
);

/** Shares of the seats, from 0 to 1. Values without a target share the rest. `undisclosed` can have no target. */
const targets = z.strictObject({
  gender: part(z.partialRecord(z.enum(["female", "male", "other"]), share).check(shareSumRule)),
  region: part(z.partialRecord(z.enum(regions), share).check(shareSumRule)),
  regionalGroup: part(z.partialRecord(z.enum(regionalGroups), share).check(shareSumRule)),
  category: part(z.record(category, share).check(shareSumRule)),
});

/** Who issues visa letters, who signs them, and a text of the secretariat's own. */
const visaLetterSettings = z.strictObject({
  /** `null`: `approval`, with the confirmation of a person who asks for one. */
  issuedBy: part(z.enum(visaLetterIssuers)),
  signatory: part(z.strictObject({ name: printableLine(200), title: z.optional(localizedLine(200)) })),
  text: part(printableParagraphs(600)),
});

/** A code without a name at the United Nations needs a name of the conference's own. */
const countryNameRule = z.refine<{ readonly code: string; readonly name?: object | undefined }>(
  ({ code, name }) => name !== undefined || participantCodes.has(code),
  { path: ["name"], error: "nameRequired" },
);

/** The Member States and observer States of the United Nations, or the conference's own list. */
const representedCountries = z.union([
  z.literal("members-and-observers"),
  z.array(z.strictObject({ code: representedCountry, name: z.optional(localizedText) }).check(countryNameRule)).check(
    z.minLength(1),
    z.maxLength(400),
    uniqueItems(({ code }) => code),
  ),
]);

const hasDistinctNames = (names: readonly string[]) => new Set(names).size === names.length;

/**
 * The body of `PUT /v1/conferences/{conferenceId}`. What it leaves out stays as it is, also inside of a category, a session or
 * a role, which its name identifies; a list that it gives is the whole list. `null` takes an optional part away, or sets its
 * default again.
 */
export const conferenceDraft = z
  .strictObject({
    title: localizedText,
    startsOn: date,
    endsOn: date,
    timeZone,
    /** When people who are still inside count as out. A time before noon is on the next date. */
    dayEndsAt: part(clockTime),
    venue: z.strictObject({ name: title, city: printableLine(200), country, capacity: wholeNumber(1, 100_000) }),
    participation: part(z.enum(participationModes)),
    /** A new one is e-mailed to everyone who is approved to take part online. `null`: no longer published. */
    onlineLink: part(httpAddress),
    seatTakenAt: part(z.enum(["submission", "approval"])),
    waitingList: part(z.boolean()),
    waitingListOrder: part(z.enum(waitingListOrders)),
    offerHours: part(wholeNumber(0, 720)),
    confirmWithinHours: part(wholeNumber(0, 720)),
    categories: z.array(categoryDraft).check(z.minLength(1), z.maxLength(maxCategories)),
    /** `null`: the built-in roles. */
    roles: part(
      z.array(roleDraft).check(
        z.minLength(1),
        z.maxLength(40),
        uniqueItems(({ role: name }) => name),
      ),
    ),
    sessions: z.optional(z.array(sessionDraft).check(z.maxLength(90))),
    registration: z.strictObject({ opensAt: time, closesAt: time }),
    languages: part(z.array(language).check(z.minLength(1), z.maxLength(6))),
    /** `null`: `a6`. */
    badgeLayout: part(layoutChoice),
    badgeLayouts: part(layoutRules),
    /** `null`: all staff. */
    staff: part(
      z
        .array(
          z.strictObject({
            email,
            groups: z.array(z.enum(staffGroups)).check(z.minLength(1)),
          }),
        )
        .check(
          z.minLength(1),
          z.maxLength(500),
          // Without one, no one could change the conference any more.
          z.refine((members) => members.length === 0 || members.some(({ groups }) => groups.includes("secretariat")), {
            error: "noSecretariat",
          }),
        ),
    ),
    expectedArrivalsPerSecond: part(wholeNumber(1, 10_000)),
    retentionDays: part(wholeNumber(1, 3_650)),
    documentRetentionDays: part(wholeNumber(1, 3_650)),
    targets: part(targets),
    contact: part(email),
    visaLetters: part(visaLetterSettings),
    /** `null`: the Member States and observer States of the United Nations. */
    countries: part(representedCountries),
  })
  .check(
    fieldsRule(["startsOn", "endsOn"], ({ startsOn, endsOn }) => startsOn <= endsOn, {
      path: ["endsOn"],
      error: "endsBeforeStart",
    }),
    fieldsRule(["registration"], ({ registration }) => registration.opensAt < registration.closesAt, {
      path: ["registration", "closesAt"],
      error: "endsBeforeStart",
    }),
    fieldsRule(["categories"], ({ categories }) => hasDistinctNames(categories.map((each) => each.category)), {
      path: ["categories"],
      error: "duplicate",
    }),
    fieldsRule(["sessions"], ({ sessions }) => hasDistinctNames(sessions?.map((each) => each.sessionId) ?? []), {
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

const periodResponse = z.object({ opensAt: z.optional(z.string()), closesAt: z.optional(z.string()) });

const deadlinesResponse = z.object({
  registration: z.optional(periodResponse),
  nomination: z.optional(periodResponse),
  substitution: z.optional(periodResponse),
  changes: z.optional(periodResponse),
});

const categoryResponse = z.object({
  category,
  /** What protocol and statistics know it as. */
  kind: z.enum(categoryKinds),
  title: z.record(z.string(), z.string()),
  colour: z.string(),
  selfRegistration: z.boolean(),
  needs: z.array(z.string()),
  /** Sorts the sections of the list of participants. Absent: its kind sorts it. */
  listOrder: z.optional(z.int()),
  /** The fields without which the form is rejected. */
  requires: z.optional(z.array(z.enum(requirableFields))),
  /** On the first day; a younger person names a guardian. */
  minimumAge: z.optional(z.int()),
  /** In place of the period of the conference. */
  deadlines: z.optional(deadlinesResponse),
});

const roleResponse = z.object({
  role: z.string(),
  /** Absent for a built-in role with its usual title. */
  title: z.optional(z.record(z.string(), z.string())),
  assignableBy: z.enum(roleAssigners),
  listOrder: z.optional(z.int()),
  maxPerDelegation: z.optional(z.int()),
});

const sessionResponse = z.object({
  sessionId: z.string(),
  title: z.record(z.string(), z.string()),
  startsAt: z.string(),
  endsAt: z.string(),
});

const publicConferenceFields = {
  conferenceId: z.string(),
  version: z.int(),
  title: z.record(z.string(), z.string()),
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string() }),
  categories: z.array(categoryResponse),
  /** For the secretariat, absent where the conference uses the built-in roles. */
  roles: z.optional(z.array(roleResponse)),
  sessions: z.array(sessionResponse),
  languages: z.array(language),
  contact: z.optional(z.string()),
  /** The version of the questions that the conference adds to the form. Absent: none. */
  questionsVersion: z.optional(z.int()),
  /** The countries that can be represented. Absent: the Member States and observer States of the United Nations. */
  countries: z.optional(
    z.union([
      z.literal("members-and-observers"),
      z.array(z.object({ code: z.string(), name: z.optional(storedText) })),
    ]),
  ),
};

/** The public data of a conference, without the exact number of free seats. */
export const conferenceResponse = z.object({
  ...publicConferenceFields,
  categories: z.array(
    z.extend(categoryResponse, {
      /** Whether people of the category can register at present. */
      registration: z.optional(z.enum(["open", "closed"])),
    }),
  ),
  participation: z.enum(participationModes),
  /** When a person receives a seat. */
  seatTakenAt: z.enum(["submission", "approval"]),
  /** The order of the waiting list within a priority: by arrival, or by the effect of a seat on the targets. */
  waitingListOrder: z.enum(waitingListOrders),
  /** The targets that order the waiting list, with a text in the language of `Accept-Language`. */
  waitingListTargets: z.optional(
    z.array(z.object({ dimension: z.string(), value: z.string(), target: z.number(), text: z.string() })),
  ),
  registration: z.enum(["open", "closed"]),
  registrationPeriod: z.object({ opensAt: z.string(), closesAt: z.string() }),
  /** Days after the end until all personal data is erased, and photos, passports and letters if that is sooner. */
  retention: z.object({ days: z.int(), documentDays: z.int() }),
  seats: z.enum(["available", "few", "waiting-list", "full"]),
});

/** A layout is answered as it is stored, also one that the present rules would refuse. */
const layoutAnswer = storedLayout as unknown as z.ZodMiniType<LayoutChoice>;

/** The conference with all its settings, for the secretariat. */
export const conferenceSettingsResponse = z.object({
  ...publicConferenceFields,
  dayEndsAt: z.string(),
  venue: z.object({ name: z.string(), city: z.string(), country: z.string(), capacity: z.int() }),
  participation: z.enum(participationModes),
  onlineLink: z.optional(z.string()),
  seatTakenAt: z.enum(["submission", "approval"]),
  waitingList: z.boolean(),
  waitingListOrder: z.optional(z.enum(waitingListOrders)),
  offerHours: z.int(),
  confirmWithinHours: z.int(),
  categories: z.array(
    z.extend(categoryResponse, {
      quota: z.optional(z.int()),
      priority: z.int(),
      access: z.optional(z.object({ days: z.optional(z.array(z.string())), zones: z.optional(z.array(z.string())) })),
    }),
  ),
  sessions: z.array(z.extend(sessionResponse, { capacity: z.optional(z.int()) })),
  registration: z.object({ opensAt: z.string(), closesAt: z.string() }),
  badgeLayout: z.optional(layoutAnswer),
  badgeLayouts: z.optional(
    z.readonly(
      z.array(
        z.object({
          layout: layoutAnswer,
          categories: z.optional(z.readonly(z.array(z.string()))),
          roles: z.optional(z.readonly(z.array(z.string()))),
        }),
      ),
    ),
  ),
  staff: z.optional(z.array(z.object({ email: z.string(), groups: z.array(z.string()) }))),
  expectedArrivalsPerSecond: z.int(),
  retentionDays: z.int(),
  documentRetentionDays: z.optional(z.int()),
  targets: z.optional(targetsResponse),
  /** Absent: a letter is issued with the confirmation of a person who asks for one, without a signatory. */
  visaLetters: z.optional(
    z.object({
      issuedBy: z.optional(z.enum(visaLetterIssuers)),
      signatory: z.optional(z.object({ name: z.string(), title: z.optional(storedText) })),
      text: z.optional(storedText),
    }),
  ),
});

export const staffInvitationRequest = z.strictObject({ email });

export const capacityResponse = z.object({
  /** The `limit` is `null` for a category or session without one. */
  items: z.array(
    z.object({ pool: z.string(), limit: z.nullable(z.int()), taken: z.int(), offered: z.int(), waiting: z.int() }),
  ),
  next: z.null(),
});
