import { type Answer, asSecretariat, call, running, submit, within } from "./system.ts";

export const asReviewer = (options: object = {}) => ({ token: running().tokens.reviewer, ...options });

export const search = (conferenceId: string, text: string, as = asSecretariat, query = "") =>
  call(`/v1/conferences/${conferenceId}/registrations/search${query}`, as({ body: { text } }));

export const ids = ({ body }: Answer) => body.items.map(({ registrationId }) => registrationId);

/** The index takes people one after the other, and may have thousands of an import before it; in ms. */
export const untilIndexed = 200_000;

/** What a search finds, once the index has caught up. */
export const finds = (conferenceId: string, text: string, wanted: readonly string[], as = asSecretariat) =>
  within(
    untilIndexed,
    async () => ids(await search(conferenceId, text, as)).toSorted(),
    (found) => found.join() === wanted.toSorted().join(),
  );

let people = 0;

/** Somebody registers under an address of their own. */
export const somebody = async (conferenceId: string, person: object = {}, body: Record<string, unknown> = {}) => {
  people += 1;
  const email = `p${people}.${Date.now().toString(36)}@people.example`;
  const answer = await submit(conferenceId, body, { email, ...person });
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  return answer.body.registrationId;
};

export const alike = async (registrationId: string, as = asSecretariat) =>
  (await call(`/v1/registrations/${registrationId}/possible-duplicates`, as())).body;

/** Each of whom it may be, with what matched, once there are so many. */
export const matches = (registrationId: string, count: number, as = asSecretariat) =>
  within(
    untilIndexed,
    async () =>
      (await alike(registrationId, as)).items.map(({ matched, registration }) => [
        registration.registrationId,
        matched,
      ]),
    (found) => found.length === count,
  );
