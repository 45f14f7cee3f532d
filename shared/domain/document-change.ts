import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import type { Delegation, Letter } from "./delegation.ts";
import type { RegistrationDocument } from "./document.ts";
import type { Standing } from "./nomination.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";

/** A document was checked, and takes the place of an older one of its kind. Nothing to change if it has it already. */
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

/** A document that was handed in with the form can't be kept. Nothing to change if another is in its place. */
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

/** The delegation's credential letter in a new version, which nobody has read. Nothing to change for one it has. */
export function addLetter(before: Delegation, documentId: string, context: CommandContext): Change | undefined {
  const { letters = [] } = before;
  if (letters.some((letter) => letter.documentId === documentId)) return undefined;
  const letter = { version: letters.length + 1, documentId, at: context.at };
  return changed(before, [...letters, letter], "add-letter", context);
}

/** How many members one transaction carries: each may also bring a guard and a place in each of four pools. */
const mostAtOnce = 15;

/**
 * The officer says whom the latest letter names. Those who were approved and aren't named any more go back to review
 * with the seat they hold; whose standing is as it was, nobody touches.
 * @returns what is still to be written, at most so many members at a time; nothing when all is
 * @throws Refusal `changed-meanwhile` for a letter that isn't the latest; `invalid-request` for somebody who is no member
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

/** The member with the letter's word on them. */
function reviewed(before: Registration, onLetter: boolean, context: CommandContext): Change {
  const again = before.accreditation.state === "approved" && !onLetter;
  if (!again) return { ...createChange(before, { ...before, onLetter }, "read-letter", context), mails: [] };
  const accreditation = { state: "pending", since: context.at } as const;
  return createChange(before, { ...before, onLetter, accreditation }, "read-letter", context);
}
