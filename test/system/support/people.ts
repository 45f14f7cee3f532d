import { waitFor } from "../../support/wait-for.ts";
import {
  type ApiResponse,
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postRegistration,
} from "./system.ts";

export const asReviewer = (options: object = {}) => ({ token: getSharedSystem().tokens.reviewer, ...options });

/** Creates a conference whose list of staff does not have the secretariat of the tests. */
export async function createForeignConference(capacity: number): Promise<string> {
  // A list needs a secretariat who has signed in.
  await callSystem("/v1/staff/me", asReviewer({ method: "PUT" }));
  return createConference(capacity, { staff: [{ email: "reviewer@palais.local", groups: ["secretariat"] }] });
}

export const searchPeople = (conferenceId: string, text: string, as = asSecretariat, query = "") =>
  callSystem(`/v1/conferences/${conferenceId}/registrations/search${query}`, as({ body: { text } }));

export const toRegistrationIds = ({ body }: ApiResponse) => body.items.map(({ registrationId }) => registrationId);

/** The search index is updated one person at a time and may have an import of thousands to do first; in ms. */
export const indexTimeoutMs = 200_000;

/** Waits until a search returns `count` results. */
export const waitForSearchResult = (
  conferenceId: string,
  text: string,
  expectedIds: readonly string[],
  as = asSecretariat,
) =>
  waitFor(
    indexTimeoutMs,
    async () => toRegistrationIds(await searchPeople(conferenceId, text, as)).toSorted(),
    (found) => found.join() === expectedIds.toSorted().join(),
  );

let personCount = 0;

/** Registers a person under a new address. */
export const registerPerson = async (conferenceId: string, person: object = {}, body: Record<string, unknown> = {}) => {
  personCount += 1;
  const email = `p${personCount}.${Date.now().toString(36)}@people.example`;
  const answer = await postRegistration(conferenceId, body, { email, ...person });
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  return answer.body.registrationId;
};

export const readPossibleDuplicates = async (registrationId: string, as = asSecretariat) =>
  (await callSystem(`/v1/registrations/${registrationId}/possible-duplicates`, as())).body;

/** Waits until a registration has `count` possible duplicates. @returns their match reasons */
export const waitForMatches = (registrationId: string, count: number, as = asSecretariat) =>
  waitFor(
    indexTimeoutMs,
    async () =>
      (await readPossibleDuplicates(registrationId, as)).items.map(({ matchReasons, registration }) => [
        registration.registrationId,
        matchReasons,
      ]),
    (found) => found.length === count,
  );
