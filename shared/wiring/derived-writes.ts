import { updateBadgeValidityPeriods } from "#shared/check-in/check-in.rules.ts";
import { deriveCheckInWrites } from "#shared/check-in/check-in-writes.repository.ts";
import type { CommandStore, DeriveWrites } from "#shared/commands/command-store.ts";
import { deriveDelegationWrites, deriveMembershipRequestWrites } from "#shared/delegations/delegations.repository.ts";
import { promoteReserves } from "#shared/delegations/promote-reserves.ts";
import { deriveDecoyDocumentClaims, deriveDocumentClaims } from "#shared/documents/documents.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { type Item, openTable, type Table } from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { deriveFieldChangeWrites } from "#shared/registrations/field-changes.repository.ts";
import { withholdVisaLetters } from "#shared/registrations/issued-documents.rules.ts";
import { deriveProtectionWrites } from "#shared/registrations/protections.repository.ts";
import {
  changesListedName,
  getAskedDelegation,
  isLive,
  listChangedFields,
} from "#shared/registrations/registration.rules.ts";
import { deriveConstraintWrites } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { deriveSessionEnds } from "#shared/sign-in/sign-in.repository.ts";
import { deriveVisaLetterWrites } from "#shared/visa-letters/visa-letters.repository.ts";

/** Derives writes only from the changes to which they apply. From any other change, `derive` would derive none. */
const ifApplicable =
  (isApplicable: (change: Change) => boolean, derive: DeriveWrites): DeriveWrites =>
  (table, change, conference) =>
    isApplicable(change) ? derive(table, change, conference) : [];

const ifRegistrationChanges = (isChanged: (change: RegistrationChange) => boolean, derive: DeriveWrites) =>
  ifApplicable(({ registrations }) => registrations.some(isChanged), derive);

/** A badge was issued once. The serial never returns to 0. */
const hasBadge = ({ after }: RegistrationChange) => after.badgeSerial > 0;

const changesIdentity = ({ before, after }: RegistrationChange) =>
  !before ||
  isLive(before) !== isLive(after) ||
  before.person !== after.person ||
  before.clash !== after.clash ||
  before.delegationId !== after.delegationId ||
  before.category !== after.category ||
  before.country !== after.country ||
  before.role !== after.role;

const changesMembershipRequest = ({ before, after }: RegistrationChange) =>
  getAskedDelegation(before) !== getAskedDelegation(after);

const losesAddress = ({ before, after }: RegistrationChange) =>
  before !== undefined && before.person.email !== after.person.email;

const changesFields = ({ before, after }: RegistrationChange) =>
  before !== undefined && listChangedFields(before, after).length > 0;

const changesFiles = ({ before, after }: RegistrationChange) =>
  (["documents", "answers", "staffAnswers", "changeRequest"] as const).some((part) => before?.[part] !== after[part]);

/**
 * Everything that other subjects write in the transaction of a change, and to which changes it applies. A new subject
 * adds its function here, and every command writes it from then on. If several conditions fail, the first one in this
 * order is reported.
 */
const derivedWrites: readonly DeriveWrites[] = [
  ifApplicable(({ delegation }) => delegation !== undefined, deriveDelegationWrites),
  ifApplicable(
    ({ delegation, mustBeOutside, registrations }) =>
      delegation !== undefined || mustBeOutside !== undefined || registrations.some(hasBadge),
    deriveCheckInWrites,
  ),
  ifRegistrationChanges(changesIdentity, deriveConstraintWrites),
  ifRegistrationChanges(losesAddress, deriveSessionEnds),
  ifRegistrationChanges(changesMembershipRequest, deriveMembershipRequestWrites),
  ifRegistrationChanges(changesFiles, deriveDocumentClaims),
  ifRegistrationChanges(({ before, after }) => before?.visaLetterIds !== after.visaLetterIds, deriveVisaLetterWrites),
  ifApplicable(
    ({ registrations, unseen }) => unseen !== undefined || registrations.some(changesFields),
    deriveFieldChangeWrites,
  ),
  ifRegistrationChanges(changesListedName, deriveProtectionWrites),
];

/**
 * Lists the items that the creation of a registration or delegation writes beside it. The table must contain them for a
 * stored registration or delegation in the same state.
 */
export const listDerivedItems = (table: Table, change: Change, conference: Conference): Item[] =>
  derivedWrites
    .flatMap((derive) => derive(table, change, conference))
    .flatMap(({ item: { Put } }) => (Put?.Item ? [Put.Item] : []));

/** The identifiers of visa letters with that of a new one. It is random: one that follows from others can be guessed. */
const deriveVisaLetterIds = ({ before, after: { visaLetter, visaLetterIds = [] } }: RegistrationChange) =>
  visaLetter && visaLetter.number !== before?.visaLetter?.number && { visaLetterIds: [...visaLetterIds, createId()] };

/** The table with what commands derive from a change. */
export const toCommandStore = (table: Table): CommandStore => ({
  ...table,
  derivedWrites,
  restrictChange: (change, { visaLetters }) =>
    visaLetters?.issuedBy === "secretariat" ? withholdVisaLetters(change) : change,
  deriveFields: (change, at) => {
    const periods = hasBadge(change) ? updateBadgeValidityPeriods(change.before, change.after, at) : [];
    return { ...(periods.length > 0 && { badgeValidityPeriods: periods }), ...deriveVisaLetterIds(change) };
  },
  promoteReserves: async (reader, snapshot, change) =>
    change.registrations.some(({ before }) => before?.delegationId !== undefined)
      ? promoteReserves(reader, snapshot, change)
      : change,
  deriveDecoyWrites: deriveDecoyDocumentClaims,
});

/** The table as a function's environment names it, for commands. */
export const openCommandStore = (name: string): CommandStore => toCommandStore(openTable(name));
