import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { draftBody } from "../../support/builders.ts";
import { buildPdf } from "../../support/files.ts";
import { waitFor } from "../../support/wait-for.ts";
import { postTestFile, waitUntilInspected } from "../support/documents.ts";
import { openSharedTable } from "../support/stored-registrations.ts";
import { buildOpenPeriod, callSuccessfully, callSystem } from "../support/system.ts";
import type { CallSubject } from "./prepare.ts";
import {
  buildAddress,
  buildDelegationDraft,
  createApprovedMember,
  createClaim,
  createMerge,
  createOrganization,
  createSharedView,
} from "./prepare.ts";
import { type ConferenceSide, callerRoles, getRoleEmail, type RoleName, roleNames } from "./roles.ts";
import { type ObjectScope, objectScopes } from "./rules.ts";
import { createBadTokens, createSession, createStaffToken } from "./tokens.ts";
import { buildBadgeBatch } from "./valid-calls.ts";

/** Two conferences that name their staff, each with the callers' own delegation and another one. */
export interface AuthorizationFixture {
  readonly tokens: Readonly<Partial<Record<RoleName, string>>>;
  readonly subjects: ReadonlyMap<ObjectScope, CallSubject>;
}

/** The conference's settings with its list of staff. */
function buildSettings(where: ConferenceSide) {
  const staff = roleNames.flatMap((name) => {
    const role = callerRoles[name];
    const named = role.is === "staff" ? (role.named as Partial<Record<ConferenceSide, string>>)[where] : undefined;
    return named ? [{ email: getRoleEmail(name), groups: [named] }] : [];
  });
  return { ...draftBody, venue: { ...draftBody.venue, capacity: 900 }, registration: buildOpenPeriod(), staff };
}

export async function createAuthorizationFixture(): Promise<AuthorizationFixture> {
  const staffNames = roleNames.filter((name) => callerRoles[name].is === "staff");
  const staff = await Promise.all(staffNames.map(async (name) => [name, await createStaffToken(name)] as const));
  const tokens = Object.fromEntries(staff) as Partial<Record<RoleName, string>>;
  const chiefs = { here: tokens["the secretariat"], there: tokens["staff of the other conference alone"] };
  const ids = { here: buildConferenceId("here"), there: buildConferenceId("there") };
  for (const where of ["here", "there"] as const)
    await callSuccessfully(`/v1/conferences/${ids[where]}`, {
      method: "PUT",
      body: buildSettings(where),
      token: chiefs[where],
    });
  const made = objectScopes.map(async (scope): Promise<[ObjectScope, CallSubject]> => {
    const [chief = "", settings] = [chiefs[scope.side], buildSettings(scope.side)];
    return [
      scope,
      await createSubject(scope.delegation, { preparerToken: chief, settings, conferenceId: ids[scope.side] }),
    ];
  });
  const subjects = new Map(await Promise.all(made));
  const own = subjects.get(objectScopes[0] as ObjectScope)?.registrationId ?? "";
  return { subjects, tokens: { ...tokens, ...(await createLinkTokens(ids.here, own)) } };
}

const buildConferenceId = (where: string) => `matrix-${where}-${process.pid}-${Date.now().toString(36)}`;

async function createLinkTokens(
  conferenceId: string,
  registrationId: string,
): Promise<Partial<Record<RoleName, string>>> {
  return {
    "a delegate": await createSession(conferenceId, getRoleEmail("a delegate"), [registrationId]),
    "a focal point": await createSession(conferenceId, getRoleEmail("a focal point"), []),
    ...(await createBadTokens(conferenceId, registrationId)),
  };
}

/** Creates a delegation with a member, a claim, a passport and a letter. */
async function createSubject(
  whose: "own" | "other",
  at: Pick<CallSubject, "preparerToken" | "settings" | "conferenceId">,
): Promise<CallSubject> {
  const { preparerToken: token, conferenceId } = at;
  const address = (role: RoleName) => (whose === "own" ? getRoleEmail(role) : buildAddress("another.person"));
  const body = buildDelegationDraft(address("a focal point"));
  const { delegationId } = await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, { token, body });
  const place = { ...at, delegationId };
  const { registrationId } = await createApprovedMember(place, address("a delegate"));
  const badge = (await callSuccessfully(`/v1/registrations/${registrationId}/badges`, { token, body: {} })).token;
  const claim = await createClaim(place);
  const documentId = await uploadCheckedFile(`/v1/registrations/${registrationId}`, "passport", token);
  await uploadCheckedFile(`/v1/delegations/${delegationId}`, "credential-letter", token);
  await waitFor(
    20_000,
    () => callSystem(`/v1/delegations/${delegationId}`, { token }),
    ({ body: { letters } }) => letters.length === 1,
  );
  const { jobId } = await callSuccessfully(`/v1/conferences/${conferenceId}/badge-batches`, {
    token,
    body: buildBadgeBatch(registrationId),
  });
  await waitFor(
    20_000,
    () => callSystem(`/v1/jobs/${jobId}`, { token }),
    ({ body: { state } }) => state === "done",
  );
  await callSuccessfully(`/v1/registrations/${registrationId}/visa-letters`, { token, body: {} });
  const letterId = (await loadRegistration(openSharedTable(), registrationId)).visaLetterIds?.at(-1) ?? "";
  const others = {
    ...(await createOrganization(place)),
    ...(await createMerge(place)),
    ...(await createSharedView(place)),
  };
  return { ...place, registrationId, documentId, badge, jobId, letterId, ...claim, ...others };
}

/** Uploads a file of that kind and waits until it is checked. */
async function uploadCheckedFile(owner: string, kind: string, token: string): Promise<string> {
  const size = buildPdf().length;
  const form = await callSuccessfully(`${owner}/documents`, {
    token,
    body: { kind, contentType: "application/pdf", size },
  });
  await postTestFile(form, buildPdf());
  await waitUntilInspected(form.documentId, { token });
  return form.documentId;
}
