import { createDelegationChange, type DelegationWithMembers } from "#shared/delegations/nomination.rules.ts";
import { type Actor, getActorId } from "#shared/model/actor.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { RegistrationDocument } from "#shared/model/document.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createChange, isLive } from "#shared/registrations/registration.rules.ts";

/**
 * The photo of an approved person was seen with the registration, stands on the badge, and is compared with the face at
 * the gate, so that its owner cannot exchange it: the secretariat returns the registration for another photo.
 */
const isPhotoFixed = (
  { accreditation, documents }: Registration,
  kind: RegistrationDocument,
  { kind: actorKind }: Actor,
): boolean =>
  kind === "photo" && actorKind !== "staff" && accreditation.state === "approved" && documents?.photo !== undefined;

/**
 * @throws DomainError `wrong-state` for a registration that is not live; `ask-secretariat` for the photo of an approved
 * person
 */
export function assertCanUpload(registration: Registration, kind: RegistrationDocument, actor: Actor): void {
  if (!isLive(registration)) throw new DomainError("wrong-state");
  if (isPhotoFixed(registration, kind, actor))
    throw new DomainError("ask-secretariat", [{ path: "kind", rule: "onlySecretariat" }]);
}

/**
 * Attaches a checked document, which replaces an older one of its kind.
 * @param context whose actor uploaded it
 * @returns `undefined` if it is attached already, or if the owner may no longer replace it
 */
export function attachDocument(
  before: Registration,
  kind: RegistrationDocument,
  documentId: string,
  context: CommandContext,
): Change | undefined {
  if (before.erasure || before.documents?.[kind] === documentId) return undefined;
  if (isPhotoFixed(before, kind, context.actor)) return undefined;
  const after = { ...before, documents: { ...before.documents, [kind]: documentId } };
  return { ...createChange(before, after, "attach-document", context), emails: [] };
}

/** Detaches a document that was refused. @returns `undefined` if it is not attached, or was replaced */
export function detachDocument(before: Registration, documentId: string, context: CommandContext): Change | undefined {
  const documents = Object.entries(before.documents ?? {});
  const others = documents.filter(([, id]) => id !== documentId);
  if (before.erasure || others.length === documents.length) return undefined;
  const after = { ...before, documents: Object.fromEntries(others) };
  return { ...createChange(before, after, "reject-document", context), emails: [] };
}

/**
 * Adds a new version of the credential letter, to be reviewed. A delegation that is not accredited has one letter, which
 * the new one replaces.
 * @returns `undefined` if it is there already
 */
export function addCredentialLetter(
  before: Delegation,
  documentId: string,
  context: CommandContext,
): Change | undefined {
  const { letters = [] } = before;
  if (letters.some((letter) => letter.documentId === documentId)) return undefined;
  const letter = { version: (letters.at(-1)?.version ?? 0) + 1, documentId, at: context.at };
  const kept = before.status === "accredited" ? letters : [];
  const after = { ...before, letters: [...kept, letter] };
  return createDelegationChange(before, after, "add-credential-letter", context);
}

/** The members in one transaction: each may also change a uniqueness constraint and a seat in each of four pools. */
const maxMembersPerTransaction = 15;

/**
 * Records which members the latest credential letter names. Approved members that it does not name go back to review
 * and keep their seats. Members whose state does not change are not written.
 * @returns the next change, with a limited number of members; `undefined` if everything is written
 * @throws DomainError `changed-meanwhile` for a letter that is not the latest; `invalid-request` for a person who is not a member
 */
export function applyCredentialReview(
  { delegation, members }: DelegationWithMembers,
  { version, registrationIds }: { readonly version: number; readonly registrationIds: readonly string[] },
  context: CommandContext,
): Change | undefined {
  const { letters = [] } = delegation;
  const latest = letters.at(-1);
  if (!latest || latest.version !== version) throw new DomainError("changed-meanwhile");
  assertMembers(members, registrationIds);
  const named = new Set(registrationIds);
  const outdated = members
    .filter((member) => member.isNamedInLetter !== named.has(member.registrationId))
    .slice(0, maxMembersPerTransaction);
  const recorded = latest.review?.registrationIds.join() === registrationIds.join() ? latest.review : undefined;
  if (recorded && outdated.length === 0) return undefined;
  const review = recorded ?? { at: context.at, by: getActorId(context.actor), registrationIds };
  const after = { ...delegation, letters: [...letters.slice(0, -1), { ...latest, review }] };
  const changes = outdated.map((member) => applyReviewToMember(member, named.has(member.registrationId), context));
  return {
    ...createDelegationChange(delegation, after, "record-credential-review", context),
    registrations: changes.flatMap(({ registrations }) => registrations),
    emails: changes.flatMap(({ emails }) => emails),
  };
}

function assertMembers(members: readonly Registration[], ids: readonly string[]): void {
  const known = new Set(members.map(({ registrationId }) => registrationId));
  const errors = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `registrationIds.${index}`, rule: "notAMember" }],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

/** The change of one member after the review of the letter. */
function applyReviewToMember(before: Registration, isNamedInLetter: boolean, context: CommandContext): Change {
  const action = "record-credential-review";
  if (before.accreditation.state !== "approved" || isNamedInLetter)
    return { ...createChange(before, { ...before, isNamedInLetter }, action, context), emails: [] };
  const accreditation = { state: "pending", since: context.at } as const;
  return createChange(before, { ...before, isNamedInLetter, accreditation }, action, context);
}
