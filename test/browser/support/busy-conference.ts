import { expect } from "vitest";
import { buildPdf } from "../../support/files.ts";
import { waitFor } from "../../support/wait-for.ts";
import { postTestFile, waitUntilAttached } from "../../system/support/documents.ts";
import { encodeSheet, uploadSheet, waitForJob } from "../../system/support/imports.ts";
import { asReviewer } from "../../system/support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "../../system/support/system.ts";

/** The ids that a test opens in a conference where each view has content. */
export interface BusyConference {
  readonly conferenceId: string;
  readonly proposed: string;
  readonly hidden: string;
  readonly delegation: string;
  readonly request: string;
  readonly sheet: string;
  readonly batch: string;
}

const ngoCategory = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
const stateCategory = { category: "member-state", title: { en: "Member States" }, colour: "#0b5394" };

/** A conference with two seats and four applicants, two of them decided on, and one email failure of each kind. */
export async function createBusyConference(): Promise<BusyConference> {
  const conferenceId = await createConference(2, { categories: [{ ...ngoCategory, needs: ["photo"] }, stateCategory] });
  const here = `/v1/conferences/${conferenceId}`;
  const apply = async (familyName: string, person = {}) =>
    (await postRegistration(conferenceId, {}, { givenName: "Awa", familyName, ...person })).body.registrationId;
  const confirmed = await apply("Confirmed");
  const proposed = await apply("Proposed");
  const hidden = await apply("Hidden", { email: `bounce+${Date.now()}@example.org` });
  await apply("Waiting");
  await postDecision(confirmed, "approve");
  await proposeRejection(proposed);
  await protectIdentity(hidden);

  const keep = asSecretariat({ body: { status: "draft" }, headers: { "idempotency-key": `keep-${Date.now()}` } });
  expect((await callSystem(`${here}/participants-versions`, keep)).status).toBe(201);
  const { jobId: batch } = (await callSystem(`${here}/badge-batches`, asSecretariat({ body: {} }))).body;
  await waitForJob(batch);
  const head = "category,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
  const rows = ["ngo,Sound,sound@example.org,SEN,yes,yes", "ngo,Wrong,none,Atlantis,yes,perhaps"];
  const job = await uploadSheet(conferenceId, encodeSheet([head, ...rows].join("\n")), { dryRun: true });
  await waitForJob(job);
  await waitFor(
    waitTimeoutMs,
    async () => (await callSystem(`${here}/mails`, asSecretariat())).body.items.length,
    (count) => count > 0,
  );
  const asking = { name: { en: "Union" }, category: "ngo", focalPoints: ["union@example.org"] };
  const requestDelegation = (await callSystem(`${here}/delegation-requests`, { body: asking })).body.delegationId;
  return {
    conferenceId,
    proposed,
    hidden,
    delegation: await createDelegationWithLetter(here),
    request: requestDelegation,
    sheet: job,
    batch,
  };
}

async function proposeRejection(registrationId: string): Promise<void> {
  const body = { decision: "reject", reason: "Not on the list." };
  const { version } = (await callSystem(`/v1/registrations/${registrationId}`, asReviewer())).body;
  const headers = { "if-match": `"${version}"` };
  expect(
    (await callSystem(`/v1/registrations/${registrationId}/proposals`, asReviewer({ body, headers }))).status,
  ).toBe(200);
}

async function protectIdentity(registrationId: string): Promise<void> {
  const body = { alias: { nameOnBadge: "Somebody" }, readers: ["secretariat@palais.local"] };
  const put = asSecretariat({ method: "PUT", body });
  expect((await callSystem(`/v1/registrations/${registrationId}/protection`, put)).status).toBe(200);
}

/** A delegation with a member and a letter that no officer has reviewed. */
async function createDelegationWithLetter(conference: string): Promise<string> {
  const draft = { name: { en: "Mission" }, category: "member-state", focalPoints: ["m@example.org"], quota: 2 };
  const { delegationId } = (await callSystem(`${conference}/delegations`, asSecretariat({ body: draft }))).body;
  const items = [{ person: { familyName: "Ndiaye", nationality: "SEN" } }];
  await callSystem(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
  const file = { kind: "credential-letter", contentType: "application/pdf", size: buildPdf().length };
  const form = await callSystem(`/v1/delegations/${delegationId}/documents`, asSecretariat({ body: file }));
  await postTestFile(form.body, buildPdf());
  await waitUntilAttached(`/v1/delegations/${delegationId}`, form.body.documentId);
  return delegationId;
}
