import * as z from "zod/mini";
import { language, singlePage, slug, storedText } from "#shared/contracts/fields.ts";
import { loggedAccesses } from "#shared/model/access.ts";
import { erasureReasons } from "#shared/model/erasure.ts";
import { storedAnswers } from "#shared/questions/contract.ts";
import { fieldChange, registrationResponse } from "#shared/registrations/contract.ts";
import { historyResponse } from "#shared/search/contract.ts";

/** The reasons that a caller may give. `retention-over` is reserved for Palais. */
export const erasureQuery = z.strictObject({
  reason: z.optional(z.enum(["at-their-request", "registered-by-mistake", "ordered-by-law"])),
});

const traceCount = z.int();

const erasureReceipt = z.object({
  startedAt: z.string(),
  reason: z.enum(erasureReasons),
  /** Absent while data is still being erased, which takes an hour at most. */
  completedAt: z.optional(z.string()),
  /** The number of records beside the registration that were deleted or anonymized. */
  report: z.optional(
    z.object({
      entries: traceCount,
      documents: traceCount,
      openings: traceCount,
      proposals: traceCount,
      lists: traceCount,
      suppressions: traceCount,
      /** Absent in older receipts. */
      annotations: z.optional(traceCount),
      prints: z.optional(traceCount),
      programmes: z.optional(traceCount),
    }),
  ),
});

/** The receipt of an erasure. The audit chain proves it. */
export const erasureResponse = z.object({ registrationId: z.string(), erasure: erasureReceipt });

/** The person does not see which member of staff it was. */
const accessLogEntry = z.object({
  at: z.string(),
  by: z.literal("staff"),
  reason: z.string(),
  /** What else than a name or a file was opened, or done. */
  what: z.optional(z.enum(loggedAccesses)),
});

const reviewerProposal = z.object({
  at: z.string(),
  decision: z.string(),
  reason: z.optional(z.string()),
  fields: z.optional(z.array(z.string())),
  until: z.optional(z.string()),
});

const { items: historyEntries } = historyResponse.shape;

/** The conference of the form that is filled in. */
export const formConferenceQuery = z.strictObject({ conferenceId: slug });

/** The caller's registrations at other conferences. */
export const earlierRegistrationsResponse = singlePage(
  z.object({ registrationId: z.string(), title: storedText, startsOn: z.string() }),
);

export const formPrefillResponse = z.object({
  /** By the path of the field in the form, such as `person.givenName`. */
  fields: z.record(z.string(), z.string()),
  /** By the key of the question, which both conferences have with the same type. */
  answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.readonly(z.array(z.string()))])),
});

export const ownDataResponse = z.object({
  asOf: z.string(),
  /** The ends of the retention periods. */
  retainedUntil: z.object({ people: z.string(), documents: z.string() }),
  registration: registrationResponse,
  /** Stored data that no form shows. */
  internal: z.object({
    role: z.string(),
    language,
    addressConfirmed: z.boolean(),
    alias: z.optional(z.object({ nameOnBadge: z.string(), organization: z.optional(z.string()) })),
    /** What staff answered about the person. */
    staffAnswers: z.optional(storedAnswers),
    /** The answers of the open request for changes, also the sensitive ones. */
    requestedAnswers: z.optional(storedAnswers),
    corrections: z.optional(z.array(fieldChange)),
    badges: z.array(
      z.object({ serial: z.int(), from: z.string(), until: z.optional(z.string()), endReason: z.optional(z.string()) }),
    ),
    /** The terms by which staff find the registration. */
    searchTerms: z.array(z.string()),
    /** The delegations that the address acts for. */
    focalPointOf: z.array(z.string()),
    /** The number of notes of staff about the person. */
    noteCount: z.int(),
    /** For staff, who answer a request for them: notes and tags. */
    notes: z.optional(z.array(z.object({ at: z.string(), text: z.optional(z.string()) }))),
    tags: z.optional(z.array(z.string())),
    /** Whether the passport number is kept, encrypted, until the visa letter is sent. */
    passportNumberKept: z.boolean(),
    /** For staff: the keyed hash of the passport number. */
    passportDigest: z.optional(z.string()),
    /** For staff: the number of registrations that may be of the same person. The owner could test with it who is registered. */
    possibleDuplicates: z.optional(z.int()),
    /** For staff: the number of possible duplicates that an officer dismissed. */
    dismissedDuplicates: z.optional(z.int()),
  }),
  history: historyEntries,
  documents: z.array(
    z.object({
      documentId: z.string(),
      kind: z.string(),
      at: z.string(),
      state: z.string(),
      fileType: z.optional(z.string()),
      /** For the owner, valid for a minute. Staff open a document with a reason. */
      url: z.optional(z.string()),
      openings: z.array(accessLogEntry),
    }),
  ),
  nameOpenings: z.array(accessLogEntry),
  proposals: z.array(reviewerProposal),
  /** The panels that the programme links the person to, also those that are not public. */
  panels: z.array(
    z.object({
      sessionId: z.string(),
      panelId: z.string(),
      title: storedText,
      role: z.string(),
      isPublished: z.boolean(),
    }),
  ),
  mails: z.array(
    z.object({
      mailId: z.string(),
      kind: z.string(),
      queuedAt: z.string(),
      state: z.string(),
      at: z.optional(z.string()),
      bounceStatus: z.optional(z.string()),
      reason: z.optional(z.string()),
      until: z.optional(z.string()),
    }),
  ),
  scans: z.array(
    z.object({
      at: z.string(),
      gate: z.string(),
      direction: z.string(),
      place: z.string(),
      serial: z.int(),
      /** Why an operator admitted the person in spite of a refusal. */
      override: z.optional(z.object({ reason: z.string(), refusal: z.string() })),
    }),
  ),
  presences: z.array(z.object({ place: z.string(), inside: z.boolean(), gate: z.string(), since: z.string() })),
  /** The serial of the last printed badge, and when it was collected. */
  print: z.optional(z.object({ serial: z.int(), printedAt: z.string(), collectedAt: z.optional(z.string()) })),
  /** The issued visa letters. */
  visaLetters: z.array(
    z.object({
      number: z.int(),
      issuedAt: z.optional(z.string()),
      language: z.optional(language),
      state: z.enum(["valid", "revoked"]),
      /** For the owner: the identifier in the code on the letter. */
      letterId: z.optional(z.string()),
    }),
  ),
  /** For the owner: the identifier in the code on the certificate of attendance. */
  certificateId: z.optional(z.string()),
  /** The times are for the person: staff could find out by them which registrations have one address. */
  suppression: z.optional(
    z.object({ reason: z.string(), at: z.optional(z.string()), liftedAt: z.optional(z.string()) }),
  ),
  erasure: z.optional(erasureReceipt),
});
