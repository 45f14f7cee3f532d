import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import type { Delegation, Letter } from "./delegation.ts";
import type { RegistrationDocument } from "./document.ts";
import type { Standing } from "./nomination.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";

/** Attaches a checked document, which replaces an older one of its kind. @returns `undefined` if it is attached already */
export function attachDocument(
  before: Registration,
  kind: RegistrationDocument,
  documentId: string,
  context: CommandContext,
): Change | undefined {
  if (before.erasure || before.documents?.[kind] === documentId) return undefined;
  const after = { ...before, documents: { ...before.documents, [kind]: documentId } };
  return { ...createChange(before, after, "attach-document", context), mails: [] };
}

/** Detaches a document that was refused. @returns `undefined` if it is not attached, or was replaced */
export function detachDocument(before: Registration, documentId: string, context: CommandContext): Change | undefined {
  const all = Object.entries(before.documents ?? {});
  const kept = all.filter(([, id]) => id !== documentId);
  if (before.erasure || kept.length === all.length) return undefined;
  const after = { ...before, documents: Object.fromEntries(kept) };
  return { ...createChange(before, after, "refuse-document", context), mails: [] };
}

const changed = (
  before: Delegation,
  letters: readonly Letter[],
  action: Change["action"],
  { actor, at }: CommandContext,
): Change => ({
  conferenceId: before.conferenceId,
  at,
  actor,
  action,
  registrations: [],
  delegation: { before, after: { ...before, letters } },
  mails: [],
  admission: "public",
});

/** Adds a new version of the credential letter, to be reviewed. @returns `undefined` if it is there already */
export function addLetter(before: Delegation, documentId: string, context: CommandContext): Change | undefined {
  const { letters = [] } = before;
  if (letters.some((letter) => letter.documentId === documentId)) return undefined;
  const letter = { version: letters.length + 1, documentId, at: context.at };
  return changed(before, [...letters, letter], "add-letter", context);
}

/** The members in one transaction: each may also change a uniqueness constraint and a seat in each of four pools. */
const mostAtOnce = 15;

/**
 * Records which members the latest credential letter names. Approved members that it does not name go back to review
 * and keep their seats. Members whose state does not change are not written.
 * @returns the next change, with a limited number of members; `undefined` if everything is written
 * @throws Refusal `changed-meanwhile` for a letter that is not the latest; `invalid-request` for a person who is not a member
 */
export function readLetter(
  { delegation, members }: Standing,
  { version, registrationIds }: { readonly version: number; readonly registrationIds: readonly string[] },
  context: CommandContext,
): Change | undefined {
  const { letters = [] } = delegation;
  const latest = letters.at(-1);
  if (!latest || latest.version !== version) throw new Refusal("changed-meanwhile");
  mustBeMembers(members, registrationIds);
  const named = new Set(registrationIds);
  const wrong = members.filter((member) => member.onLetter !== named.has(member.registrationId)).slice(0, mostAtOnce);
  const isKept = latest.read?.registrationIds.join() === registrationIds.join();
  if (isKept && wrong.length === 0) return undefined;
  const steps = wrong.map((member) => reviewed(member, named.has(member.registrationId), context));
  const by = context.actor.kind === "staff" ? context.actor.id : context.actor.kind;
  const read = isKept && latest.read ? latest.read : { at: context.at, by, registrationIds };
  return {
    ...changed(delegation, [...letters.slice(0, -1), { ...latest, read }], "read-letter", context),
    registrations: steps.flatMap((change) => change.registrations),
    mails: steps.flatMap((change) => change.mails),
  };
}

function mustBeMembers(members: readonly Registration[], ids: readonly string[]): void {
  const known = new Set(members.map(({ registrationId }) => registrationId));
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `registrationIds.${index}`, rule: "notAMember" }],
  );
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
}

/** The change of one member after the review of the letter. */
function reviewed(before: Registration, onLetter: boolean, context: CommandContext): Change {
  const again = before.accreditation.state === "approved" && !onLetter;
  if (!again) return { ...createChange(before, { ...before, onLetter }, "read-letter", context), mails: [] };
  const accreditation = { state: "pending", since: context.at } as const;
  return createChange(before, { ...before, onLetter, accreditation }, "read-letter", context);
}
