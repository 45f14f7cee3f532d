import type * as z from "zod/mini";
import type { submissionResponse } from "#shared/registrations/contract.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import type { ApplicationBody } from "./agenda.ts";
import type { ConferenceDesk } from "./conference.ts";

type SubmissionAnswer = z.infer<typeof submissionResponse>;

/** The number of connections that submit at the same time. */
export const submissionConnections = 64;

/**
 * All people submit the form at once, each with an idempotency key, so that a lost answer could be replayed; the
 * secretariat registers its own people and those with a role, because the public form doesn't accept them.
 */
export async function submitAll(
  desk: ConferenceDesk,
  applications: readonly ApplicationBody[],
): Promise<SubmissionAnswer[]> {
  const title = `${applications.length} applications, ${Math.min(submissionConnections, applications.length)} at a time`;
  return desk.journey.progress.step(title, applications.length, (tick) =>
    mapConcurrent(applications, submissionConnections, async (application) => {
      const standing = await postApplication(desk, application, buildSubmissionKey(desk, application));
      desk.expectedEmails.add(standing.seat === "waiting" ? "waiting" : "received");
      if (application.needs?.visaLetter) desk.recordVisaLetterRequest(standing.registrationId);
      tick();
      return standing;
    }),
  );
}

/** Submits the same forms with the same keys. @returns the number of answers that differ from the first ones */
export async function countDifferentReplays(
  desk: ConferenceDesk,
  applications: readonly ApplicationBody[],
  first: readonly SubmissionAnswer[],
): Promise<number> {
  const again = await mapConcurrent(applications, submissionConnections, (each) =>
    postApplication(desk, each, buildSubmissionKey(desk, each)),
  );
  return again.filter((answer, index) => JSON.stringify(answer) !== JSON.stringify(first[index])).length;
}

/**
 * Registered people submit the form once more. They get an answer like a newcomer, no second registration, and an email
 * about it.
 */
export async function applyTwice(desk: ConferenceDesk, applications: readonly ApplicationBody[]): Promise<void> {
  await mapConcurrent(applications, submissionConnections, (each) =>
    postApplication(desk, each, `${buildSubmissionKey(desk, each)}-again`),
  );
  desk.expectedEmails.add("already-registered", applications.length);
}

/** A caller's keys count across conferences, and the secretariat registers the same people for several of them. */
const buildSubmissionKey = ({ conferenceId }: ConferenceDesk, { person }: ApplicationBody) =>
  `journey-${conferenceId}-${person.email}`;

async function postApplication(desk: ConferenceDesk, body: ApplicationBody, key: string): Promise<SubmissionAnswer> {
  const { client } = desk.journey;
  const { params, token } = desk.here;
  const byOffice = body.category === "secretariat" || body.role !== undefined ? { token } : {};
  return client.sendSuccessfully<SubmissionAnswer>("submitRegistration", {
    params,
    body,
    headers: { "idempotency-key": key },
    ...byOffice,
  });
}
