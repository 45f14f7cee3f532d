import * as z from "zod/mini";
import { decisions } from "#shared/domain/accreditation.ts";
import { genders, queueOrders, roles } from "#shared/domain/registration.ts";
import { requirements } from "#shared/domain/requirements.ts";
import { category } from "./conference.ts";
import { country, date, email, id, language, lines, namePart, title } from "./fields.ts";

const person = {
  honorific: z.optional(namePart),
  givenName: z.optional(namePart),
  familyName: z.optional(namePart),
  nameOnBadge: z.optional(namePart),
  nationality: country,
  gender: z.optional(z.enum(genders)),
  birthDate: z.optional(date),
};

/** Read and checked; only a keyed hash of it is kept. */
const passportNumber = z.optional(z.string().check(z.regex(/^[A-Za-z0-9<-]{3,30}$/)));

const needs = z.strictObject({
  accessibility: z.optional(lines(500)),
  diet: z.optional(lines(500)),
  visaLetter: z.optional(z.boolean()),
});

const consent = z.strictObject({ listOfParticipants: z.boolean(), photo: z.boolean() });

/** Persons with one name exist; without any nobody can be called. */
const named = z.refine<{ readonly givenName?: string | undefined; readonly familyName?: string | undefined }>(
  ({ givenName, familyName }) => givenName !== undefined || familyName !== undefined,
  // Said together with whatever else is missing, and not only once the rest is there.
  { path: ["familyName"], error: "nameMissing", when: ({ value }) => typeof value === "object" && value !== null },
);

/** A member of a delegation, who may have no address of their own. */
export const member = z.strictObject({ ...person, email: z.optional(email), passportNumber }).check(named);

/** What the form sends. `delegation` and `uploads` name things made before; one that isn't known is refused. */
export const application = z.strictObject({
  category,
  delegation: z.optional(z.string().check(z.maxLength(64))),
  person: z.strictObject({ ...person, email, passportNumber }).check(named),
  country: z.optional(country),
  organization: z.optional(title),
  functionTitle: z.optional(title),
  role: z._default(z.enum(roles), "delegate"),
  sessions: z._default(
    z.array(z.string().check(z.maxLength(64))).check(
      z.maxLength(20),
      z.refine((ids) => new Set(ids).size === ids.length, { error: "duplicate" }),
    ),
    [],
  ),
  language: z.optional(language),
  needs: z.optional(needs),
  uploads: z._default(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(10)), []),
  consent,
});

/** What a correction may bring: fields of the form, but not the address, which is the person's guard. */
export const amendment = z.strictObject({
  category: z.optional(category),
  person: z.optional(z.strictObject({ ...person, nationality: z.optional(country), passportNumber })),
  country: z.optional(country),
  organization: z.optional(title),
  functionTitle: z.optional(title),
  role: z.optional(z.enum(roles)),
  language: z.optional(language),
  needs: z.optional(needs),
  consent: z.optional(consent),
});

const accreditationState = z.enum(["pending", "approved", "rejected", "returned", "revoked", "withdrawn"]);
const seatState = z.enum(["none", "held", "waiting", "offered"]);

const standing = {
  registrationId: id,
  accreditation: accreditationState,
  seat: seatState,
  waitingFor: z.optional(z.array(z.string())),
  offer: z.optional(z.object({ until: z.string() })),
  sessions: z.optional(z.array(z.object({ sessionId: z.string(), seat: seatState }))),
  version: z.int(),
};

/** What the form gets back. */
export const submissionAnswer = z.object(standing);

/** One registration as its owner and the secretariat see it. */
export const registrationAnswer = z.object({
  ...standing,
  conferenceId: z.string(),
  submittedAt: z.string(),
  category,
  person: z.object({
    ...person,
    email: z.optional(z.string()),
    nationality: z.string(),
    birthDate: z.optional(z.string()),
  }),
  country: z.optional(z.string()),
  organization: z.optional(z.string()),
  /** The delegation it is a member of. */
  delegationId: z.optional(z.string()),
  /** The delegation that the form named, until its focal point says yes or no. */
  claimedDelegation: z.optional(z.string()),
  /** Whether its delegation's letter names it; absent while no officer has read one. */
  onLetter: z.optional(z.boolean()),
  documents: z.optional(z.partialRecord(z.enum(["photo", "passport", "credential-letter"]), z.string())),
  /** Whose place it took. */
  substitutes: z.optional(z.string()),
  functionTitle: z.optional(z.string()),
  role: z.enum(roles),
  language,
  needs: z.optional(
    z.object({
      accessibility: z.optional(z.string()),
      diet: z.optional(z.string()),
      visaLetter: z.optional(z.boolean()),
    }),
  ),
  consent: z.object({ listOfParticipants: z.boolean(), photo: z.boolean() }),
  /** On a returned registration: what to correct, why, and until when the seat stays held. */
  returned: z.optional(z.object({ reason: z.string(), fields: z.array(z.string()), until: z.optional(z.string()) })),
  badge: z.optional(z.object({ serial: z.int() })),
  /** Mails to it came back, and no more are sent. */
  undeliverable: z.optional(z.object({ reason: z.enum(["bounce", "complaint"]), at: z.string() })),
  /** The last letter of invitation for a visa. */
  visaLetter: z.optional(z.object({ number: z.int(), at: z.string() })),
  /** The days and zones that its badge is limited to. */
  access: z.optional(z.object({ days: z.optional(z.array(z.string())), zones: z.optional(z.array(z.string())) })),
  /** What its category must supply and it lacks; a warning, for the secretariat may approve all the same. */
  missing: z.optional(z.array(z.enum(requirements))),
  /** For staff: under which alias it appears, and who of them may open the name. */
  protection: z.optional(
    z.object({
      alias: z.object({ nameOnBadge: z.string(), organization: z.optional(z.string()) }),
      readers: z.array(z.string()),
    }),
  ),
  /** For staff: what the latest resubmission changed, until the next decision. */
  corrected: z.optional(
    z.array(z.object({ path: z.string(), before: z.optional(z.unknown()), after: z.optional(z.unknown()) })),
  ),
  /** For staff: how many registrations may be of the same person. */
  possibleDuplicates: z.optional(z.int()),
  /** For staff: what reviewers propose on this version. */
  proposals: z.optional(
    z.array(
      z.object({
        decision: z.enum(decisions),
        reason: z.optional(z.string()),
        fields: z.optional(z.array(z.string())),
        until: z.optional(z.string()),
        at: z.string(),
        by: z.string(),
      }),
    ),
  ),
});

const { person: answeredPerson, category: answeredCategory, ...further } = registrationAnswer.shape;
const { conferenceId, submittedAt, role, language: answeredLanguage, consent: given, ...others } = further;

/** Somebody who was found; the entry desk sees only what it needs. */
export const foundRegistration = z.object({
  ...others,
  category: answeredCategory,
  person: z.partial(answeredPerson),
  conferenceId: z.optional(conferenceId),
  submittedAt: z.optional(submittedAt),
  role: z.optional(role),
  language: z.optional(answeredLanguage),
  consent: z.optional(given),
});

/** The line, in the order in which it is served. */
export const waitingListAnswer = z.object({
  items: z.array(
    z.object({
      position: z.int(),
      /** The order as a text that sorts: priority of the category, time of joining or turn by targets, registration. */
      order: z.string(),
      registrationId: id,
      accreditation: accreditationState,
      seat: seatState,
      category,
      since: z.string(),
      waitingFor: z.array(z.string()),
    }),
  ),
  next: z.nullable(z.string()),
});

export const registrationList = z.object({ items: z.array(registrationAnswer), next: z.nullable(z.string()) });

export const queueQuery = z.strictObject({
  accreditation: z.optional(accreditationState),
  seat: z.optional(seatState),
  category: z.optional(category),
  delegation: z.optional(z.string()),
  /** By accreditation, and within it by the time of submission; `newest` is the same from its end. */
  order: z.optional(z.enum(queueOrders)),
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/))),
  cursor: z.optional(z.string().check(z.maxLength(300))),
});

export const pageQuery = z.pick(queueQuery, { limit: true, cursor: true });

/** In which language; in that of the registration if nothing is said. */
export const calendarQuery = z.strictObject({ language: z.optional(language) });

/** In which language the letter is; in that of the conference's badges if nothing is said. */
export const visaLetterRequest = z.strictObject({ language: z.optional(language) });

/** What whoever holds a letter of invitation may learn by its code. */
export const visaLetterAnswer = z.object({
  state: z.enum(["valid", "revoked"]),
  conference: z.object({ title: z.record(z.string(), z.string()), startsOn: z.string(), endsOn: z.string() }),
});

export const withdrawal = z.strictObject({ reason: z.optional(lines(2000)) });
