import * as z from "zod/mini";
import {
  category,
  delegationName,
  id,
  language,
  multiLine,
  page,
  singlePage,
  storedText,
  time,
  uniqueItems,
  wholeNumber,
} from "#shared/contracts/fields.ts";
import { problemResponse } from "#shared/contracts/problem.ts";
import { delegationStatuses, focalPointConfirmations } from "#shared/model/delegation.ts";
import {
  damaged,
  memberPerson,
  pageQuery,
  registrationRequest,
  registrationResponse,
  replaceHead,
  submissionResponse,
} from "#shared/registrations/contract.ts";
import { delegationFields } from "./delegation-request.contract.ts";

const delegationLimits = {
  /** The most seats that its members may hold. */
  quota: z.optional(wholeNumber(0, 1_000)),
  /** The most members beyond the quota; three times the quota by default. */
  reserve: z.optional(wholeNumber(0, 1_000)),
  insideAtOnce: z.optional(wholeNumber(1, 1_000)),
};

/** Asks the focal points to confirm by email; until one does, they change nothing. */
const confirmation = z.optional(z.literal("awaited"));

export const delegationDraft = z.strictObject({ ...delegationFields, ...delegationLimits, confirmation });

export const focalPointConfirmationRequest = z.strictObject({ confirm: z.boolean() });

/** A period in place of that of the category; without a bound, the category's. */
const exception = z.strictObject({ opensAt: z.optional(time), closesAt: z.optional(time) });

/** What is left out stays as it is; `null`: the deadline of the category. */
const exceptions = z.strictObject({
  nomination: z.optional(z.nullable(exception)),
  substitution: z.optional(z.nullable(exception)),
  changes: z.optional(z.nullable(exception)),
});

const shownPeriod = z.object({ opensAt: z.optional(z.string()), closesAt: z.optional(z.string()) });

export const delegationAmendment = z.strictObject({
  name: z.optional(delegationName),
  country: delegationFields.country,
  focalPoints: z.optional(delegationFields.focalPoints),
  language: z.optional(language),
  ...delegationLimits,
  confirmation,
  deadlines: z.optional(z.nullable(exceptions)),
  status: z.optional(z.enum(["accredited", "refused"])),
  reason: z.optional(multiLine(2000)),
});

/** A delegation for the secretariat and its focal points. */
export const delegationResponse = z.object({
  delegationId: id,
  conferenceId: z.string(),
  version: z.int(),
  status: z.enum(delegationStatuses),
  name: storedText,
  category,
  country: z.optional(z.string()),
  focalPoints: z.array(z.string()),
  /** Absent: the focal points are confirmed, or were not asked. */
  confirmation: z.optional(z.enum(focalPointConfirmations)),
  language,
  quota: z.optional(z.int()),
  reserve: z.optional(z.int()),
  insideAtOnce: z.optional(z.int()),
  /** In place of the deadlines of its category. */
  deadlines: z.optional(
    z.object({
      nomination: z.optional(shownPeriod),
      substitution: z.optional(shownPeriod),
      changes: z.optional(shownPeriod),
    }),
  ),
  reason: z.optional(z.string()),
  /** When and why the organization requested accreditation; absent for a delegation that the secretariat created. */
  requestedAt: z.optional(z.string()),
  justification: z.optional(z.string()),
  /** All versions of the credential letter, the latest last. */
  letters: z.array(z.object({ version: z.int(), documentId: id, at: z.string(), reviewedAt: z.optional(z.string()) })),
});

/** A delegation with its live members, in its order. */
export const delegationWithMembersResponse = z.extend(delegationResponse, {
  members: z.array(registrationResponse),
  /** People who named the delegation in the form, until a focal point or the secretariat confirms or declines them. */
  requests: z.array(registrationResponse),
});

export const delegationRequestResponse = z.object({
  delegationId: id,
  status: z.enum(delegationStatuses),
  version: z.int(),
});

export const delegationListResponse = z.extend(page(delegationResponse), { damaged });

/** The public data of the accredited organizations, by name. */
export const organizationListResponse = singlePage(
  z.object({ delegationId: id, name: storedText, category, country: z.optional(z.string()) }),
);

export const delegationsQuery = z.extend(pageQuery, { status: z.optional(z.enum(delegationStatuses)) });

/** A nominated person. Without an address, or with that of a focal point, e-mails go to the first focal point. */
export const nominationRequest = z.extend(
  z.omit(registrationRequest, { category: true, delegation: true, uploads: true, notify: true }),
  {
    person: memberPerson,
    consent: z._default(registrationRequest.shape.consent, { listOfParticipants: false, photo: false }),
  },
);

/** In the order of the delegation. */
export const nominationsRequest = z.strictObject({
  items: z.array(nominationRequest).check(z.minLength(1), z.maxLength(100)),
});

export const nominationsResponse = singlePage(z.union([submissionResponse, z.object({ problem: problemResponse })]));

export const rankingRequest = z.strictObject({ registrationIds: z.array(id).check(z.maxLength(500)) });

/** The substitute, who takes over the seat of the member `leaves`. */
export const substitutionRequest = z.extend(nominationRequest, { leaves: id });

/** Confirms or declines people who named the delegation in the form. */
export const confirmationsRequest = z.strictObject({
  items: z.array(z.strictObject({ registrationId: id, confirm: z.boolean(), replaceHead })).check(
    z.minLength(1),
    z.maxLength(100),
    uniqueItems(({ registrationId }) => registrationId),
  ),
});

/** Moves members to another delegation; one who has changed since the version of the caller stays. */
export const moveRequest = z.strictObject({
  into: id,
  items: z.array(z.strictObject({ registrationId: id, version: wholeNumber(1, 999_999_999) })).check(
    z.minLength(1),
    z.maxLength(500),
    uniqueItems(({ registrationId }) => registrationId),
  ),
  /** Whether the people are told by e-mail. */
  notify: z._default(z.boolean(), true),
});

/** The result of each item, in the order of the request. */
export const confirmationsResponse = singlePage(
  z.union([submissionResponse, z.object({ registrationId: id, problem: problemResponse })]),
);
