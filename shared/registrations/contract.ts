import * as z from "zod/mini";
import {
  category,
  date,
  email,
  id,
  language,
  multiLine,
  namePart,
  nationality,
  page,
  representedCountry,
  role,
  singleLine,
  time,
  title,
  uniqueItems,
} from "#shared/contracts/fields.ts";
import { accreditationDecisions } from "#shared/model/accreditation.ts";
import { requirements } from "#shared/model/conference.ts";
import {
  accreditationStates,
  genders,
  nameOrders,
  participations,
  queueOrders,
  visaLetterActions,
} from "#shared/model/registration.ts";
import { changedAnswers, givenAnswers, shownVersion, storedAnswers } from "#shared/questions/contract.ts";

const personFields = {
  honorific: z.optional(namePart),
  givenName: z.optional(namePart),
  familyName: z.optional(namePart),
  nameOnBadge: z.optional(namePart),
  nationality,
  gender: z.optional(z.enum(genders)),
  birthDate: z.optional(date),
};

/** Only a keyed hash of it is stored. */
const passportFormat = z.string().check(z.regex(/^[A-Za-z0-9<-]{3,30}$/));
const passportNumber = z.optional(passportFormat);

/** The sessions that a person requests. */
const sessionIds = z.array(z.string().check(z.maxLength(64))).check(z.maxLength(20), uniqueItems());

const needsFields = z.strictObject({
  accessibility: z.optional(multiLine(500)),
  diet: z.optional(multiLine(500)),
  visaLetter: z.optional(z.boolean()),
});

const consentFields = z.strictObject({ listOfParticipants: z.boolean(), photo: z.boolean() });

/** A person may have one name only, but not none. */
const nameRule = z.refine<{ readonly givenName?: string | undefined; readonly familyName?: string | undefined }>(
  ({ givenName, familyName }) => givenName !== undefined || familyName !== undefined,
  // `when` reports it together with the other errors, not only when the other fields are valid.
  { path: ["familyName"], error: "nameMissing", when: ({ value }) => typeof value === "object" && value !== null },
);

/** A head of delegation takes over from the present one, if the caller may access that person. */
export const replaceHead = z.optional(z.boolean());

/** Whether the change is e-mailed to the person, also at their former address; `true` by default. For the secretariat. */
const notify = z.optional(z.boolean());

/** Latin letters, with the marks that stand in names. */
const latinPart = namePart.check(
  z.refine((text) => /^[\p{Script=Latin}\p{M}\s'’ʻʼ.,·‐-]+$/u.test(text) && /\p{L}/u.test(text), {
    error: "latinLetters",
  }),
);

/** How the name is written: in Latin letters as in the passport, and in which order. */
const nameFields = {
  latinName: z.optional(
    z.strictObject({ givenName: z.optional(latinPart), familyName: z.optional(latinPart) }).check(nameRule),
  ),
  nameOrder: z.optional(z.enum(nameOrders)),
};

/** Who answers for a person below the minimum age of the category. */
const guardian = z.strictObject({ name: namePart, contact: singleLine(200) });

/** A member of a delegation, who may have no address. */
export const memberPerson = z
  .strictObject({ ...personFields, email: z.optional(email), passportNumber })
  .check(nameRule);

/** The submitted form. `delegation` and `uploads` are identifiers; an unknown one is an error. */
export const registrationRequest = z.strictObject({
  category,
  delegation: z.optional(z.string().check(z.maxLength(64))),
  person: z.strictObject({ ...personFields, email, passportNumber }).check(nameRule),
  ...nameFields,
  guardian: z.optional(guardian),
  /** In a hybrid conference; `in-person` by default. */
  participation: z.optional(z.enum(participations)),
  country: z.optional(representedCountry),
  organization: z.optional(title),
  functionTitle: z.optional(title),
  /** Without one, the default role of the conference. */
  role: z.optional(role),
  replaceHead,
  sessions: z._default(sessionIds, []),
  language: z.optional(language),
  needs: z.optional(needsFields),
  uploads: z._default(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(10)), []),
  consent: consentFields,
  /** By question; the questions of the conference say which answers they take. */
  answers: z.optional(givenAnswers),
  questionsVersion: shownVersion,
  notify,
});

/** A field that an amendment may change; `null` takes it away. */
const removable = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

/**
 * An amendment: the fields of the form that change. `person.email`, `delegation` and `notify` are for the secretariat.
 * `needs` and `consent` are replaced as a whole.
 */
export const amendmentRequest = z.strictObject({
  category: z.optional(category),
  /** The identifier of the delegation that the person joins; `null` if they leave theirs. */
  delegation: removable(z.string().check(z.maxLength(64))),
  person: z.optional(
    z.strictObject({
      honorific: removable(namePart),
      givenName: removable(namePart),
      familyName: removable(namePart),
      nameOnBadge: removable(namePart),
      email: removable(email),
      nationality: z.optional(nationality),
      gender: removable(z.enum(genders)),
      birthDate: removable(date),
      passportNumber: removable(passportFormat),
    }),
  ),
  latinName: removable(z.strictObject({ givenName: removable(latinPart), familyName: removable(latinPart) })),
  nameOrder: removable(z.enum(nameOrders)),
  /** Replaced as a whole. */
  guardian: removable(guardian),
  participation: z.optional(z.enum(participations)),
  /** Until when the person may change the data, whatever the category's deadline. For the secretariat. */
  changesUntil: removable(time),
  country: removable(representedCountry),
  organization: removable(title),
  functionTitle: removable(title),
  role: z.optional(role),
  replaceHead,
  sessions: z.optional(sessionIds),
  language: z.optional(language),
  needs: removable(needsFields),
  consent: z.optional(consentFields),
  /** By question; the other answers stay as they are. */
  answers: z.optional(changedAnswers),
  questionsVersion: shownVersion,
  /** `null` takes the open request for changes back; for its owner and the focal point. */
  changeRequest: z.optional(z.null()),
  notify,
});

/** A changed field, from which value to which. */
export const fieldChange = z.object({
  path: z.string(),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});

/** An officer's decision on a request for changes. To decline it takes a reason. */
export const changeRequestDecision = z
  .strictObject({
    decision: z.enum(["accept", "decline"]),
    reason: z.optional(multiLine(2000)),
    replaceHead,
  })
  .check(
    z.refine(({ decision, reason }) => decision === "accept" || reason !== undefined, {
      path: ["reason"],
      error: "required",
    }),
  );

const accreditationState = z.enum(accreditationStates);
const seatState = z.enum(["none", "held", "waiting", "offered"]);

const registrationStatusFields = {
  registrationId: id,
  accreditation: accreditationState,
  seat: seatState,
  waitingFor: z.optional(z.array(z.string())),
  offer: z.optional(z.object({ until: z.string() })),
  sessions: z.optional(z.array(z.object({ sessionId: z.string(), seat: seatState }))),
  version: z.int(),
};

/** The response to a submission. */
export const submissionResponse = z.object(registrationStatusFields);

/** The proposal of a reviewer, by the identifier of the reviewer. */
export const proposalResponse = z.object({
  decision: z.enum(accreditationDecisions),
  reason: z.optional(z.string()),
  fields: z.optional(z.array(z.string())),
  until: z.optional(z.string()),
  at: z.string(),
  by: z.string(),
});

/** A registration for its owner and for staff. */
export const registrationResponse = z.object({
  ...registrationStatusFields,
  conferenceId: z.string(),
  submittedAt: z.string(),
  category,
  /** As stored: what an older version of the rules accepted is still shown. */
  person: z.object({
    honorific: z.optional(z.string()),
    givenName: z.optional(z.string()),
    familyName: z.optional(z.string()),
    nameOnBadge: z.optional(z.string()),
    email: z.optional(z.string()),
    nationality: z.string(),
    gender: z.optional(z.enum(genders)),
    birthDate: z.optional(z.string()),
  }),
  latinName: z.optional(z.object({ givenName: z.optional(z.string()), familyName: z.optional(z.string()) })),
  nameOrder: z.optional(z.enum(nameOrders)),
  /** In no list of staff. */
  guardian: z.optional(z.object({ name: z.string(), contact: z.string() })),
  /** In a hybrid conference. */
  participation: z.optional(z.enum(participations)),
  /** Where an approved person takes part online, once it is published. */
  onlineLink: z.optional(z.string()),
  /** Until when the person may change the data, in place of the category's deadline. */
  changesUntil: z.optional(z.string()),
  /** For staff: the given and family name in their order; the alias of a protected person. */
  displayName: z.optional(z.string()),
  country: z.optional(z.string()),
  organization: z.optional(z.string()),
  /** For staff: the delegation, or the exact text of the organization. Merges of organizations do not change it. */
  organizationId: z.optional(id),
  /** The delegation that the person is a member of. */
  delegationId: z.optional(z.string()),
  /** The delegation that the form names, until its focal point confirms the person. */
  requestedDelegationId: z.optional(z.string()),
  /** The delegation that declined the person, until the person names another one or none. */
  declinedDelegationId: z.optional(z.string()),
  /** Whether the delegation's credential letter names the person; absent before the first review. */
  isNamedInLetter: z.optional(z.boolean()),
  documents: z.optional(z.partialRecord(z.enum(["photo", "passport", "credential-letter"]), z.string())),
  /** The registration that this one substitutes; for staff, if they may compare the two. */
  substitutes: z.optional(z.string()),
  functionTitle: z.optional(z.string()),
  role: z.string(),
  language,
  needs: z.optional(
    z.object({
      accessibility: z.optional(z.string()),
      diet: z.optional(z.string()),
      visaLetter: z.optional(z.boolean()),
    }),
  ),
  consent: z.object({ listOfParticipants: z.boolean(), photo: z.boolean() }),
  /** By question; in no list. Sensitive ones are for the person alone; staff open them with a reason. */
  answers: z.optional(storedAnswers),
  /** For staff: the questions with a sensitive answer. */
  sensitiveAnswers: z.optional(z.array(z.string())),
  /** Which version of a text the person accepted, in which language and when, by question. */
  acknowledgements: z.optional(z.record(z.string(), z.object({ version: z.int(), language, at: z.string() }))),
  /**
   * For a returned registration: the fields to correct, the reason, and until when the seat stays held. Of a protected
   * person, only the readers see the reason.
   */
  returned: z.optional(
    z.object({ reason: z.optional(z.string()), fields: z.array(z.string()), until: z.optional(z.string()) }),
  ),
  badge: z.optional(z.object({ serial: z.int() })),
  /** The address bounced or complained, and receives no more e-mails. */
  undeliverable: z.optional(z.object({ reason: z.enum(["bounce", "complaint"]), at: z.string() })),
  /** The last visa letter. */
  visaLetter: z.optional(z.object({ number: z.int(), at: z.string(), revokedAt: z.optional(z.string()) })),
  /** The days and zones that the badge is limited to. */
  access: z.optional(z.object({ days: z.optional(z.array(z.string())), zones: z.optional(z.array(z.string())) })),
  /** The requirements of the category that are not met: a warning, because the secretariat may approve all the same. */
  missing: z.optional(z.array(z.enum(requirements))),
  /** For staff: the alias, and the addresses of the readers who may reveal the identity. */
  protection: z.optional(
    z.object({
      alias: z.object({ nameOnBadge: z.string(), organization: z.optional(z.string()) }),
      readers: z.array(z.string()),
      /** Whether the caller is one of the readers. */
      isReader: z.boolean(),
      /** For a reader who reveals the identity: the focal points of the delegation, and who of them see the person. */
      focalPoints: z.optional(z.array(z.object({ email: z.string(), canSee: z.boolean() }))),
    }),
  ),
  /** For staff: the changes of the latest resubmission, until the next decision. */
  corrections: z.optional(z.array(fieldChange)),
  /** What the person asks the secretariat to change, until an officer decides. */
  changeRequest: z.optional(z.object({ at: z.string(), changes: z.array(fieldChange) })),
  /** For staff who may compare the two: a nomination of a person who is registered already, by that registration. */
  clash: z.optional(z.object({ registrationId: id })),
  /** For staff: the number of registrations that may be of the same person. */
  possibleDuplicates: z.optional(z.int()),
  /** For staff: the proposals of reviewers on this version. */
  proposals: z.optional(z.array(proposalResponse)),
  /** For staff: the tags; of a protected person, for the readers. */
  tags: z.optional(z.array(z.string())),
  /** For staff: the address of the member of staff who looks after the registration. */
  assignee: z.optional(z.string()),
  /** For staff: the number of notes. */
  notes: z.optional(z.int()),
  /** For staff: the version of tags and assignee, which have no effect on `version`, as notes have none on either. */
  annotationsVersion: z.optional(z.int()),
});

/** A search result. The entry desk receives only the fields that it needs. */
export const foundRegistrationResponse = z.extend(
  z.partial(registrationResponse, {
    conferenceId: true,
    submittedAt: true,
    role: true,
    language: true,
    consent: true,
  }),
  { person: z.partial(registrationResponse.shape.person) },
);

/** The waiting list in service order. */
export const waitingListResponse = page(
  z.object({
    /** Absent for a protected person whose name the caller may not read; others may be nearer to their turn by as many. */
    position: z.optional(z.int()),
    /** The order as a sortable text: priority of the category, time of joining or rank by targets, registration. */
    order: z.string(),
    registrationId: id,
    accreditation: accreditationState,
    seat: seatState,
    category,
    since: z.string(),
    waitingFor: z.array(z.string()),
  }),
);

/** In lists of all registrations or delegations, for staff: those that are left out because their records are damaged. */
export const damaged = z.optional(z.array(id));

export const registrationListResponse = z.extend(page(registrationResponse), { damaged });

export const queueQuery = z.strictObject({
  accreditation: z.optional(accreditationState),
  seat: z.optional(seatState),
  category: z.optional(category),
  delegation: z.optional(z.string()),
  /** Only the registrations with an open request for changes. */
  changeRequested: z.optional(z.literal("yes")),
  /** Only people who must answer a question of the conference and have not. */
  unanswered: z.optional(z.literal("yes")),
  /** Only registrations with the tag of this identifier (`listTags`). */
  tag: z.optional(id),
  /** Only registrations that are assigned to the caller. */
  assignee: z.optional(z.literal("me")),
  /** By time of submission. Without it, by accreditation and then by time of submission. */
  order: z.optional(z.enum(queueOrders)),
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/))),
  // A position has up to 550 bytes, which the name of a delegation makes long; base64 adds a third.
  cursor: z.optional(z.string().check(z.maxLength(1000))),
});

export const pageQuery = z.pick(queueQuery, { limit: true, cursor: true });

/** The language of the calendar; that of the registration by default. */
export const calendarQuery = z.strictObject({ language: z.optional(language) });

/** The language of the letter; that of the conference's badges by default. */
export const visaLetterRequest = z.strictObject({ language: z.optional(language) });

/** What is done with the visa letters of people, at the versions that the caller has loaded. */
export const visaLetterJobRequest = z.strictObject({
  action: z.enum(visaLetterActions),
  items: z.array(z.strictObject({ registrationId: id, version: z.int().check(z.minimum(1)) })).check(
    z.minLength(1),
    z.maxLength(5_000),
    uniqueItems(({ registrationId }) => registrationId),
  ),
  /** Of the letters that are issued; that of the conference's badges by default. */
  language: z.optional(language),
  /** Sent to people whose letter is revoked. */
  reason: z.optional(multiLine(2_000)),
});

/** The language of the letter, and why the letter of a protected person is read. */
export const visaLetterPreviewRequest = z.strictObject({
  language: z.optional(language),
  reason: z.optional(singleLine(500)),
});

/** What the holder of a visa letter learns by its code. */
export const visaLetterResponse = z.object({
  kind: z.enum(["visa-letter", "certificate"]),
  state: z.enum(["valid", "revoked"]),
  /** The attended days of a valid certificate, which may be more than those on the paper. */
  days: z.optional(z.array(z.string())),
  conference: z.object({ title: z.record(z.string(), z.string()), startsOn: z.string(), endsOn: z.string() }),
});

export const withdrawalRequest = z.strictObject({ reason: z.optional(multiLine(2000)) });

/** The delegation that the person names instead of the one that declined them; `null`: none. */
export const membershipRequest = z.strictObject({ delegation: z.nullable(z.string().check(z.maxLength(64))) });
