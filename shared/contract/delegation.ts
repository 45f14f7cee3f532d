import * as z from "zod/mini";
import { delegationStatuses } from "#shared/domain/delegation.ts";
import { category } from "./conference.ts";
import { said } from "./delegation-request.ts";
import { id, language, lines, texts, whole } from "./fields.ts";
import { problem } from "./problem.ts";
import { application, member, pageQuery, registrationAnswer, submissionAnswer } from "./registration.ts";

const limits = {
  /** Most seats its members may hold. */
  quota: z.optional(whole(0, 1_000)),
  /** Most people it may nominate beyond its quota; three times the quota if nothing is said. */
  reserve: z.optional(whole(0, 1_000)),
  insideAtOnce: z.optional(whole(1, 1_000)),
};

export const delegationDraft = z.strictObject({ ...said, ...limits });

export const delegationAmendment = z.strictObject({
  name: z.optional(texts),
  country: said.country,
  focalPoints: z.optional(said.focalPoints),
  language: z.optional(language),
  ...limits,
  status: z.optional(z.enum(["accredited", "refused"])),
  reason: z.optional(lines(2000)),
});

/** A delegation as the secretariat and its focal points see it. */
export const delegationAnswer = z.object({
  delegationId: id,
  conferenceId: z.string(),
  version: z.int(),
  status: z.enum(delegationStatuses),
  name: texts,
  category,
  country: z.optional(z.string()),
  focalPoints: z.array(z.string()),
  language,
  quota: z.optional(z.int()),
  reserve: z.optional(z.int()),
  insideAtOnce: z.optional(z.int()),
  reason: z.optional(z.string()),
  /** Its credential letter in all versions, the latest last. */
  letters: z.array(z.object({ version: z.int(), documentId: id, at: z.string(), readAt: z.optional(z.string()) })),
});

/** With its members that still stand, in its own order. */
export const delegationWithMembers = z.extend(delegationAnswer, { members: z.array(registrationAnswer) });

export const delegationRequestAnswer = z.object({ delegationId: id, status: z.enum(delegationStatuses) });

export const delegationList = z.object({ items: z.array(delegationAnswer), next: z.nullable(z.string()) });

/** The organizations that are accredited, by name: what anybody may know of them. */
export const organizationList = z.object({
  items: z.array(z.object({ name: texts, category, country: z.optional(z.string()) })),
  next: z.null(),
});

export const delegationsQuery = z.extend(pageQuery, { status: z.optional(z.enum(delegationStatuses)) });

/** Whom a delegation sends; without an address, or with its focal point's, mails go to the focal point. */
export const nomination = z.strictObject({
  person: member,
  country: application.shape.country,
  organization: application.shape.organization,
  functionTitle: application.shape.functionTitle,
  role: application.shape.role,
  sessions: application.shape.sessions,
  language: application.shape.language,
  needs: application.shape.needs,
  consent: z._default(application.shape.consent, { listOfParticipants: false, photo: false }),
});

/** In the order in which the delegation wants them seated. */
export const nominations = z.strictObject({ items: z.array(nomination).check(z.minLength(1), z.maxLength(100)) });

export const nominationsAnswer = z.object({
  items: z.array(z.union([submissionAnswer, z.object({ problem })])),
  next: z.null(),
});

export const ranking = z.strictObject({ registrationIds: z.array(id).check(z.maxLength(500)) });

/** Somebody leaves, and somebody else takes the place with its seat. */
export const substitution = z.extend(nomination, { leaves: id });

export const confirmation = z.strictObject({ registrationId: id });
