import { asStaff, type Caller } from "#shared/auth/caller.ts";
import { findAddressHolder } from "#shared/auth/staff-invitations.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toStaffAnswersView } from "#shared/http/answer-views.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { toFullRegistrationView, toRevealedProtectionView } from "#shared/http/views.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { listAccessLog, recordAccess, toAccessLogViews } from "#shared/privacy/access-log.repository.ts";
import {
  canReadName,
  changeProtection,
  findNamedFocalPoints,
  findReaders,
} from "#shared/registrations/protected-identity.rules.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** Whom an address names as a reader. The officer's own, which the token verifies, is the officer. */
const findReaderHolder = async (table: Table, officer: Extract<Caller, { kind: "staff" }>, email: string) =>
  foldAddress(officer.email) === foldAddress(email) ? officer.id : findAddressHolder(table, email);

const loadMemberDelegation = async (table: Table, { delegationId }: Registration) =>
  delegationId === undefined ? undefined : loadDelegation(table, delegationId);

export const protectRegistration =
  (table: CommandStore): ApiHandler<"protectRegistration"> =>
  async (request) => {
    const { reason, alias, readers, focalPoints } = request.body;
    const officer = asStaff(request.caller);
    return executeOnRegistration(table, request, async (before, { conference }, context) => {
      // First: an error at a focal point would tell others of the delegation.
      if (!canReadName(before, officer)) throw new DomainError("name-protected");
      const named = findReaders(conference, before, readers).map(async ({ email, holder }) => ({
        email,
        holder: holder ?? (await findReaderHolder(table, officer, email)),
      }));
      const delegation = focalPoints && (await loadMemberDelegation(table, before));
      const protection = {
        alias,
        readers: await Promise.all(named),
        ...findNamedFocalPoints(before, delegation, focalPoints),
      } as Protection;
      return changeProtection(before, protection, officer, context, reason);
    });
  };

export const unprotectRegistration =
  (table: CommandStore): ApiHandler<"unprotectRegistration"> =>
  async (request) => {
    const officer = asStaff(request.caller);
    return executeOnRegistration(table, request, (before, _, context) =>
      changeProtection(before, undefined, officer, context),
    );
  };

/** Reveals a protected identity to a reader. The access is recorded first. */
export const revealIdentity =
  (table: Table): ApiHandler<"revealIdentity"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const { caller, body, now: at } = request;
    const { registrationId, protection } = registration;
    if (!protection) throw new DomainError("wrong-state");
    if (caller.kind !== "staff" || !canReadName(registration, caller)) throw new DomainError("name-protected");
    await recordAccess(table, { registrationId }, { at, by: caller.id, reason: body.reason });
    const delegation = await loadMemberDelegation(table, registration);
    return {
      ...toFullRegistrationView(registration, conference),
      ...toStaffAnswersView(registration),
      ...(delegation && { protection: toRevealedProtectionView(protection, delegation, { conference, caller }) }),
    };
  };

export const listIdentityAccess =
  (table: Table): ApiHandler<"listIdentityAccess"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const { after, limit } = parsePageQuery(request.query);
    const { registrationId } = registration;
    const { entries, next } = await listAccessLog(table, { registrationId }, after, limit);
    return { items: toAccessLogViews(entries, registration, request.caller), next: encodeCursor(next) };
  };
