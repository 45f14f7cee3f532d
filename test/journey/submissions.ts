import type * as z from "zod/mini";
import type { submissionAnswer } from "#shared/contract/registration.ts";
import type { ApplicationBody } from "./agenda.ts";
import type { ConferenceDesk } from "./conference.ts";
import { inLanes } from "./parallel.ts";

type Standing = z.infer<typeof submissionAnswer>;

/** How many connections submit at the same time. */
export const connections = 64;

/**
 * Everyone sends the form at once, each with a key of their own, so that a lost answer could be asked for again; the
 * secretariat enters its own people, for the form doesn't take them.
 */
export async function submitAll(desk: ConferenceDesk, applications: readonly ApplicationBody[]): Promise<Standing[]> {
  const title = `${applications.length} applications, ${Math.min(connections, applications.length)} at a time`;
  return desk.journey.progress.step(title, applications.length, (tick) =>
    inLanes(connections, applications, async (application) => {
      const standing = await submit(desk, application, keyOf(application));
      desk.mails.add(standing.seat === "waiting" ? "waiting" : "received");
      tick();
      return standing;
    }),
  );
}

/** The same forms under the same keys. @returns how many got another answer than the first time */
export async function repeatSome(
  desk: ConferenceDesk,
  applications: readonly ApplicationBody[],
  first: readonly Standing[],
): Promise<number> {
  const again = await inLanes(connections, applications, (each) => submit(desk, each, keyOf(each)));
  return again.filter((answer, index) => JSON.stringify(answer) !== JSON.stringify(first[index])).length;
}

/**
 * People who are registered fill in the form once more. They get an answer like anyone, no second registration, and a
 * mail that tells them so.
 */
export async function applyTwice(desk: ConferenceDesk, applications: readonly ApplicationBody[]): Promise<void> {
  await inLanes(connections, applications, (each) => submit(desk, each, `${keyOf(each)}-again`));
  desk.mails.add("already-registered", applications.length);
}

const keyOf = ({ person }: ApplicationBody) => `journey-${person.email}`;

async function submit(desk: ConferenceDesk, body: ApplicationBody, key: string): Promise<Standing> {
  const { client } = desk.journey;
  const { params, token } = desk.here;
  const byOffice = body.category === "secretariat" ? { token } : {};
  return client.must<Standing>("submitRegistration", {
    params,
    body,
    headers: { "idempotency-key": key },
    ...byOffice,
  });
}
