import { createId } from "#shared/dynamodb/keys.ts";
import { buildFormBody } from "../../support/builders.ts";
import { callSuccessfully } from "../support/system.ts";

export type PreparationContext = Pick<CallSubject, "preparerToken" | "conferenceId" | "delegationId">;

let lastSerial = 0;
const nextSerial = () => {
  lastSerial += 1;
  return lastSerial;
};

export const buildAddress = (who: string) => `${who}.${nextSerial()}.${process.pid}@example.org`;

/** A person whom no delegation has nominated. */
export const buildNominee = (email?: string) => ({
  person: {
    givenName: `Nominee ${nextSerial()}`,
    familyName: "Diallo",
    nationality: "SEN",
    birthDate: "1980-02-01",
    ...(email && { email }),
  },
});

export const buildDelegationDraft = (focalPoint: string) => ({
  name: { en: "Union of Migrant Associations" },
  category: "ngo",
  focalPoints: [focalPoint],
});

/** Adds a new member to the delegation. */
export async function addMember(
  { preparerToken, delegationId }: PreparationContext,
  email?: string,
): Promise<{ registrationId: string }> {
  const body = { items: [buildNominee(email)] };
  const { items } = await callSuccessfully(`/v1/delegations/${delegationId}/nominations`, {
    token: preparerToken,
    body,
  });
  return { registrationId: items[0]?.registrationId ?? "" };
}

/** Adds a new member and approves the registration. */
export async function createApprovedMember(
  place: PreparationContext,
  email?: string,
): Promise<{ registrationId: string }> {
  const member = await addMember(place, email);
  const body = { decision: "approve", reason: "because" };
  await callSuccessfully(`/v1/registrations/${member.registrationId}/decisions`, { token: place.preparerToken, body });
  return member;
}

/** Registers a new person for the delegation, which sees the request at once, because the secretariat enters it. */
export async function createClaim({
  preparerToken: token,
  conferenceId,
  delegationId,
}: PreparationContext): Promise<{ claimId: string }> {
  const body = buildFormBody({ delegation: delegationId }, { email: buildAddress("claim") });
  const { registrationId } = await callSuccessfully(`/v1/conferences/${conferenceId}/registrations`, { token, body });
  return { claimId: registrationId };
}

/** Creates another delegation of the conference. @returns its identifier, as the organization that can be merged */
export async function createOrganization({ preparerToken: token, conferenceId }: PreparationContext) {
  const body = buildDelegationDraft(buildAddress("merged"));
  const path = `/v1/conferences/${conferenceId}/delegations`;
  return { organizationId: (await callSuccessfully(path, { token, body })).delegationId };
}

/** Creates another delegation, and merges it into the one of the subject. */
export async function createMerge(place: PreparationContext): Promise<{ mergeId: string }> {
  const { preparerToken: token, conferenceId, delegationId: into } = place;
  const body = { from: (await createOrganization(place)).organizationId, into };
  const { mergeId = "" } = await callSuccessfully(`/v1/conferences/${conferenceId}/organization-merges`, {
    token,
    body,
  });
  return { mergeId };
}

/** A view of the register. */
export const buildRegisterView = (shared: boolean) => ({
  ...{ name: "Approved", shared, columns: ["name", "country"] },
  ...{ sort: { column: "name", isDescending: false }, filter: { accreditation: ["approved"] } },
});

/** Saves a view of the register that all staff of the conference have. */
export async function createSharedView({ preparerToken: token, conferenceId }: PreparationContext) {
  const viewId = createId();
  await callSuccessfully(`/v1/conferences/${conferenceId}/views/${viewId}`, {
    ...{ method: "PUT", token, body: buildRegisterView(true) },
    headers: { "if-match": "0" },
  });
  return { viewId };
}

/** Announces the sheet of an import, which is never uploaded. */
export async function createImport({
  preparerToken: token,
  conferenceId,
}: PreparationContext): Promise<{ jobId: string }> {
  const body = { what: "registrations", contentType: "text/csv", size: 1_000, dryRun: true };
  const { jobId = "" } = await callSuccessfully(`/v1/conferences/${conferenceId}/imports`, { token, body });
  return { jobId };
}

/** The object of a call: a registration of a delegation at a conference, and what belongs to them. */
export interface CallSubject {
  readonly conferenceId: string;
  /** The body that created the conference. */
  readonly settings: object;
  /** The token of a user who may prepare data at this conference. */
  readonly preparerToken: string;
  readonly delegationId: string;
  /** An approved member of the delegation. */
  readonly registrationId: string;
  /** The registration of a person who named the delegation in the form. */
  readonly claimId: string;
  /** A checked passport of the member. */
  readonly documentId: string;
  /** A completed batch of badges. */
  readonly jobId: string;
  /** The member's letter of invitation. */
  readonly letterId: string;
  /** The token of the member's live badge. */
  readonly badge: string;
  /** Another organization of the conference, for a merge. */
  readonly organizationId: string;
  /** A merge of another delegation into this one. */
  readonly mergeId: string;
  /** A shared view of the register. */
  readonly viewId: string;
}
