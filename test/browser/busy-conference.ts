import { expect } from "vitest";
import { aPdf } from "../support/files.ts";
import { post, settled } from "../system/documents.ts";
import { ended, send, sheet } from "../system/imports.ts";
import { asReviewer } from "../system/people.ts";
import { asSecretariat, call, decide, newConference, patience, submit, within } from "../system/system.ts";

/** What a test opens in a conference where every view has something to show. */
export interface Busy {
  readonly conferenceId: string;
  readonly proposed: string;
  readonly hidden: string;
  readonly delegation: string;
  readonly request: string;
  readonly sheet: string;
  readonly batch: string;
}

const ngo = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
const states = { category: "member-state", title: { en: "Member States" }, colour: "#0b5394" };

/** Two places and four who want one, on whom nothing is decided yet but for two; each kind of trouble once. */
export async function busyConference(): Promise<Busy> {
  const conferenceId = await newConference(2, { categories: [{ ...ngo, needs: ["photo"] }, states] });
  const here = `/v1/conferences/${conferenceId}`;
  const apply = async (familyName: string, person = {}) =>
    (await submit(conferenceId, {}, { givenName: "Awa", familyName, ...person })).body.registrationId;
  const confirmed = await apply("Confirmed");
  const proposed = await apply("Proposed");
  const hidden = await apply("Hidden", { email: `bounce+${Date.now()}@example.org` });
  await apply("Waiting");
  await decide(confirmed, "approve");
  await propose(proposed);
  await protect(hidden);

  const keep = asSecretariat({ body: { status: "draft" }, headers: { "idempotency-key": `keep-${Date.now()}` } });
  expect((await call(`${here}/participants-versions`, keep)).status).toBe(201);
  const { jobId: batch } = (await call(`${here}/badge-batches`, asSecretariat({ body: {} }))).body;
  await ended(batch);
  const head = "category,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
  const rows = ["ngo,Sound,sound@example.org,SEN,yes,yes", "ngo,Wrong,none,Atlantis,yes,perhaps"];
  const job = await send(conferenceId, sheet([head, ...rows].join("\n")), { dryRun: true });
  await ended(job);
  await within(
    patience,
    async () => (await call(`${here}/mails`, asSecretariat())).body.items.length,
    (count) => count > 0,
  );
  const asking = { name: { en: "Union" }, category: "ngo", focalPoints: ["union@example.org"] };
  const request = (await call(`${here}/delegation-requests`, { body: asking })).body.delegationId;
  return { conferenceId, proposed, hidden, delegation: await delegationOf(here), request, sheet: job, batch };
}

async function propose(registrationId: string): Promise<void> {
  const body = { decision: "reject", reason: "Not on the list." };
  const { version } = (await call(`/v1/registrations/${registrationId}`, asReviewer())).body;
  const headers = { "if-match": `"${version}"` };
  expect((await call(`/v1/registrations/${registrationId}/proposals`, asReviewer({ body, headers }))).status).toBe(200);
}

async function protect(registrationId: string): Promise<void> {
  const body = { alias: { nameOnBadge: "Somebody" }, readers: ["secretariat@palais.local"] };
  const put = asSecretariat({ method: "PUT", body });
  expect((await call(`/v1/registrations/${registrationId}/protection`, put)).status).toBe(200);
}

/** One with a member and a letter that nobody has read. */
async function delegationOf(conference: string): Promise<string> {
  const draft = { name: { en: "Mission" }, category: "member-state", focalPoints: ["m@example.org"], quota: 2 };
  const { delegationId } = (await call(`${conference}/delegations`, asSecretariat({ body: draft }))).body;
  const items = [{ person: { familyName: "Ndiaye", nationality: "SEN" } }];
  await call(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
  const file = { kind: "credential-letter", contentType: "application/pdf", size: aPdf().length };
  const form = await call(`/v1/delegations/${delegationId}/documents`, asSecretariat({ body: file }));
  await post(form.body, aPdf());
  await settled(form.body.documentId, asSecretariat());
  return delegationId;
}
