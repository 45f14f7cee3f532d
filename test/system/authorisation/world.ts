import { visaLetterId } from "#shared/store/visa-letters.ts";
import { draftBody } from "../../support/builders.ts";
import { aPdf } from "../../support/files.ts";
import { post, settled } from "../documents.ts";
import { call, openNow, within } from "../system.ts";
import { aBatch } from "./calls/badge.ts";
import { aClaim, aDraft, anAddress, anApprovedMember, must } from "./prepare.ts";
import { addressOf, type RoleName, roleNames, roles, type Where } from "./roles.ts";
import { type Scope, scopes } from "./rules.ts";
import { aSession, badTokens, staffToken } from "./tokens.ts";
import type { Subject } from "./valid-call.ts";

/** Two conferences that name their staff, in each the callers' own delegation and another. */
export interface World {
  readonly tokens: Readonly<Partial<Record<RoleName, string>>>;
  readonly subjects: ReadonlyMap<Scope, Subject>;
}

/** The conference's settings, with the staff that it names. */
function settingsOf(where: Where) {
  const staff = roleNames.flatMap((name) => {
    const role = roles[name];
    const named = role.is === "staff" ? (role.named as Partial<Record<Where, string>>)[where] : undefined;
    return named ? [{ email: addressOf(name), groups: [named] }] : [];
  });
  return { ...draftBody, venue: { ...draftBody.venue, capacity: 900 }, registration: openNow(), staff };
}

export async function makeWorld(): Promise<World> {
  const staffNames = roleNames.filter((name) => roles[name].is === "staff");
  const staff = await Promise.all(staffNames.map(async (name) => [name, await staffToken(name)] as const));
  const tokens = Object.fromEntries(staff) as Partial<Record<RoleName, string>>;
  const chiefs = { here: tokens["the secretariat"], there: tokens["staff of the other conference alone"] };
  const ids = { here: anId("here"), there: anId("there") };
  for (const where of ["here", "there"] as const)
    await must(`/v1/conferences/${ids[where]}`, { method: "PUT", body: settingsOf(where), token: chiefs[where] });
  const made = scopes.map(async (scope): Promise<[Scope, Subject]> => {
    const [chief = "", settings] = [chiefs[scope.where], settingsOf(scope.where)];
    return [scope, await aSubject(scope.delegation, { chief, settings, conferenceId: ids[scope.where] })];
  });
  const subjects = new Map(await Promise.all(made));
  const own = subjects.get(scopes[0] as Scope)?.registrationId ?? "";
  return { subjects, tokens: { ...tokens, ...(await linkTokens(ids.here, own)) } };
}

const anId = (where: string) => `matrix-${where}-${process.pid}-${Date.now().toString(36)}`;

async function linkTokens(conferenceId: string, registrationId: string): Promise<Partial<Record<RoleName, string>>> {
  return {
    "a delegate": await aSession(conferenceId, addressOf("a delegate"), [registrationId]),
    "a focal point": await aSession(conferenceId, addressOf("a focal point"), []),
    ...(await badTokens(conferenceId, registrationId)),
  };
}

/** A delegation with a member, a claim, a passport and a letter; the callers' own, or somebody else's. */
async function aSubject(
  whose: "own" | "other",
  at: Pick<Subject, "chief" | "settings" | "conferenceId">,
): Promise<Subject> {
  const { chief: token, conferenceId } = at;
  const address = (role: RoleName) => (whose === "own" ? addressOf(role) : anAddress("somebody.else"));
  const body = aDraft(address("a focal point"));
  const { delegationId } = await must(`/v1/conferences/${conferenceId}/delegations`, { token, body });
  const place = { ...at, delegationId };
  const { registrationId } = await anApprovedMember(place, address("a delegate"));
  const badge = (await must(`/v1/registrations/${registrationId}/badges`, { token, body: {} })).token;
  const claim = await aClaim(place);
  const documentId = await aFile(`/v1/registrations/${registrationId}`, "passport", token);
  await aFile(`/v1/delegations/${delegationId}`, "credential-letter", token);
  await within(
    20_000,
    () => call(`/v1/delegations/${delegationId}`, { token }),
    ({ body: { letters } }) => letters.length === 1,
  );
  const { jobId } = await must(`/v1/conferences/${conferenceId}/badge-batches`, {
    token,
    body: aBatch(registrationId),
  });
  await within(
    20_000,
    () => call(`/v1/jobs/${jobId}`, { token }),
    ({ body: { state } }) => state === "done",
  );
  await must(`/v1/registrations/${registrationId}/visa-letters`, { token, body: {} });
  const letterId = visaLetterId(registrationId, 1);
  return { ...place, registrationId, documentId, badge, jobId, letterId, ...claim };
}

/** A file of that kind, checked. */
async function aFile(owner: string, kind: string, token: string): Promise<string> {
  const size = aPdf().length;
  const form = await must(`${owner}/documents`, { token, body: { kind, contentType: "application/pdf", size } });
  await post(form, aPdf());
  await settled(form.documentId, { token });
  return form.documentId;
}
