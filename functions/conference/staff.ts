import { asStaff, type Caller, toActor } from "#shared/auth/caller.ts";
import { listStaffDirectory, saveStaffEmail } from "#shared/auth/staff.repository.ts";
import { hasSignedIn, inviteStaff, loadInvitations } from "#shared/auth/staff-invitations.repository.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { isHolder } from "#shared/model/access.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference, ConferenceStaffMember } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { findKnownHolders } from "./staff.rules.ts";

/** Stores the e-mail address of the caller, from the verified token. */
export const registerStaffMember =
  (table: Table): ApiHandler<"registerStaffMember"> =>
  async ({ caller, now }) => {
    const { id, email } = asStaff(caller);
    await saveStaffEmail(table, { id, email }, now);
    return { id, email };
  };

/**
 * Lists the staff of a conference. If the conference has a list of staff, only its members are returned who have opened
 * the console.
 */
export const listStaff =
  (table: Table): ApiHandler<"listStaff"> =>
  async (request) => {
    const { staff } = await loadConferenceForStaff(table, request);
    const directory = await listStaffDirectory(table);
    if (!staff) return { items: directory, next: null };
    const invitations = await loadInvitations(
      table,
      directory.map(({ id }) => id),
    );
    const isMember = (id: string) =>
      staff.some(({ holder }) => isHolder({ id, invitations: invitations.get(id) ?? [] }, holder));
    return { items: directory.filter(({ id }) => isMember(id)), next: null };
  };

type StaffDraft = Omit<ConferenceStaffMember, "holder">;

/** The list of staff with whom each address stands for: as before, the caller, or a new invitation of the address. */
export async function toStaffMembers(
  table: Table,
  caller: Caller,
  before: Conference["staff"],
  drafts: readonly StaffDraft[],
): Promise<ConferenceStaffMember[]> {
  const known = findKnownHolders(caller, before);
  return mapConcurrent(drafts, 8, async ({ email, groups }) => {
    const holder = known.get(foldAddress(email)) ?? (await inviteStaff(table, email));
    return { email, groups, holder };
  });
}

/**
 * Asserts that a member of the secretariat in the list is the caller, or has signed in before. With invited addresses
 * alone, a mistyped one would leave no one who can change the conference.
 * @throws DomainError `invalid-request` at `staff`
 */
export async function assertReachableSecretariat(
  table: Table,
  caller: Caller,
  before: Conference["staff"],
  drafts: readonly StaffDraft[],
): Promise<void> {
  const known = findKnownHolders(caller, before);
  const addresses = drafts
    .filter(({ groups }) => groups.includes("secretariat"))
    .map(({ email }) => ({ email, holder: known.get(foldAddress(email)) }));
  if (addresses.some(({ holder = "" }) => caller.kind === "staff" && isHolder(caller, holder))) return;
  const directory = new Set((await listStaffDirectory(table)).map(({ email }) => foldAddress(email)));
  const signedIn = await mapConcurrent(
    addresses,
    8,
    async ({ email, holder }) => directory.has(foldAddress(email)) || (await hasSignedIn(table, email, holder)),
  );
  if (!signedIn.includes(true)) throw new DomainError("invalid-request", [{ path: "staff", rule: "noneSignedIn" }]);
}

/**
 * Queues another invitation to a member of the list of staff. The answer does not depend on whether the address has an
 * account.
 */
export const inviteStaffAgain =
  (table: Table): ApiHandler<"inviteStaffAgain"> =>
  async (request) => {
    const { body, caller, now: at } = request;
    const { conferenceId, staff } = await loadConferenceForStaff(table, request);
    const member = staff?.find(({ email }) => foldAddress(email) === foldAddress(body.email));
    if (!member) throw new DomainError("not-found");
    const emails = [{ kind: "staff-invited", holder: member.holder, isAgain: true }] as const;
    const change = createConferenceChange(conferenceId, "invite-staff", { actor: toActor(caller), at }, emails);
    await putItem(table, toJournalItem(change, createId()));
    return {};
  };
