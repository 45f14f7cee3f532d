import * as z from "zod/mini";
import { count, optionalFlag, optionalText, text, texts, version } from "#shared/contracts/stored-fields.ts";

/*
 * What a stored registration contains: the type of each field that the code relies on. Texts are of any length and form,
 * because an older version of the rules may have accepted what the present one does not. What does not follow it was
 * damaged, and nothing of it is read (docs/decisions/0139-read-no-damaged-record.md). Only schemas are here, so
 * that a function can load them with the first registration that it reads.
 */

const seat = z.discriminatedUnion("state", [
  z.looseObject({ state: z.literal("none") }),
  z.looseObject({ state: z.literal(["held", "waiting"]), since: text }),
  z.looseObject({ state: z.literal("offered"), since: text, until: text }),
]);

const accreditation = z.discriminatedUnion("state", [
  z.looseObject({ state: z.literal("pending"), since: text }),
  z.looseObject({ state: z.literal(["approved", "withdrawn"]), at: text, by: text }),
  z.looseObject({ state: z.literal(["rejected", "revoked"]), at: text, by: text, reason: text }),
  z.looseObject({
    state: z.literal("returned"),
    ...{ at: text, by: text, reason: text, fields: texts, until: optionalText },
  }),
]);

const answer = z.looseObject({
  value: z.union([text, z.number(), z.boolean(), texts]),
  sensitive: optionalFlag,
  follows: optionalText,
  file: optionalFlag,
  accepted: z.optional(z.looseObject({ version: count, language: text, at: text })),
});
const answers = z.optional(z.record(text, answer));

const fieldChanges = z.array(z.looseObject({ path: text }));

/** A registration as `parseVersioned` reads it. */
export const storedRegistration = z.looseObject({
  registrationId: text,
  conferenceId: text,
  version,
  submittedAt: text,
  category: text,
  delegationId: optionalText,
  requestedDelegationId: optionalText,
  declinedDelegationId: optionalText,
  isNamedInLetter: optionalFlag,
  documents: z.optional(z.record(text, text)),
  clash: z.optional(z.looseObject({ registrationId: text })),
  substitutes: optionalText,
  person: z.looseObject({
    honorific: optionalText,
    givenName: optionalText,
    familyName: optionalText,
    email: optionalText,
    nameOnBadge: optionalText,
    nationality: text,
    gender: optionalText,
    birthDate: optionalText,
  }),
  latinName: z.optional(z.looseObject({ givenName: optionalText, familyName: optionalText })),
  nameOrder: optionalText,
  guardian: z.optional(z.looseObject({ name: text, contact: text })),
  changesUntil: optionalText,
  passportDigest: optionalText,
  dismissedDuplicates: z.optional(texts),
  protection: z.optional(
    z.looseObject({
      alias: z.looseObject({ nameOnBadge: text, organization: optionalText }),
      readers: z.array(z.looseObject({ email: text, holder: text })),
      focalPoints: z.optional(texts),
    }),
  ),
  corrections: z.optional(fieldChanges),
  changeRequest: z.optional(
    z.looseObject({
      at: text,
      changes: fieldChanges,
      passportDigest: z.optional(z.nullable(text)),
      formerPassportDigest: optionalText,
      answers: z.optional(
        z.record(text, z.looseObject({ from: z.optional(answer), to: z.nullable(answer), follows: optionalText })),
      ),
      corrected: z.optional(texts),
    }),
  ),
  country: optionalText,
  organization: optionalText,
  functionTitle: optionalText,
  role: text,
  language: text,
  needs: z.optional(z.looseObject({ accessibility: optionalText, diet: optionalText, visaLetter: optionalFlag })),
  consent: z.looseObject({ listOfParticipants: z.boolean(), photo: z.boolean() }),
  answers,
  staffAnswers: answers,
  accreditation,
  seat,
  participation: optionalText,
  sessions: z.array(z.looseObject({ sessionId: text, seat })),
  waitingFor: texts,
  addressConfirmed: optionalFlag,
  isAddressReplaced: optionalFlag,
  undeliverable: z.optional(z.looseObject({ reason: text, at: text })),
  badgeSerial: count,
  badgeValidityPeriods: z.optional(
    z.array(z.looseObject({ serial: count, from: text, until: optionalText, endReason: optionalText })),
  ),
  access: z.optional(z.looseObject({ days: z.optional(texts), zones: z.optional(texts) })),
  visaLetter: z.optional(z.looseObject({ number: count, at: text, language: optionalText, revokedAt: optionalText })),
  visaLetterIds: z.optional(texts),
  erasure: z.optional(
    z.looseObject({
      startedAt: text,
      reason: text,
      remaining: z.optional(z.looseObject({ address: optionalText, documents: texts })),
      completedAt: optionalText,
      report: z.optional(z.record(text, z.number())),
    }),
  ),
  lastChange: optionalText,
  shardAllocations: z.record(text, count),
});
