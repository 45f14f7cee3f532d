import type { Caller } from "#shared/auth/caller.ts";
import { findAddressHolder } from "#shared/auth/staff-invitations.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { listFocalPointDigests, loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toStaffAnswersView } from "#shared/http/answer-views.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { toFullRegistrationView } from "#shared/http/views.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Protection } from "#shared/model/registration.ts";
import { listAccessLog, recordAccess } from "#shared/privacy/access-log.repository.ts";
import { canReadName, changeProtection, findReaders } from "#shared/registrations/protected-identity.rules.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

function getStaff(caller: Caller): Extract<Caller, { kind: "staff" }> {
  if (caller.kind !== "staff") throw new DomainError("not-allowed");
  return caller;
}

/** Whom an address names as a reader. The officer's own, which the token verifies, is the officer. */
const findReaderHolder = async (table: Table, officer: Extract<Caller, { kind: "staff" }>, email: string) =>
  foldAddress(officer.email) === foldAddress(email) ? officer.id : findAddressHolder(table, email);

export const protectRegistration =
  (table: CommandStore): ApiHandler<"protectRegistration"> =>
  async (request) => {
    const { reason, alias, readers } = request.body;
    const officer = getStaff(request.caller);
    return executeOnRegistration(table, request, async (before, { conference }, context) => {
      const named = findReaders(conference, before, readers).map(async ({ email, holder }) => ({
        email,
        holder: holder ?? (await findReaderHolder(table, officer, email)),
      }));
      const delegation = before.delegationId ? await loadDelegation(table, before.delegationId) : undefined;
      const protection = {
        alias,
        readers: await Promise.all(named),
        ...(delegation && { focalPoints: listFocalPointDigests(delegation) }),
      } as Protection;
      return changeProtection(before, protection, officer, context, reason);
    });
  };

export const unprotectRegistration =
  (table: CommandStore): ApiHandler<"unprotectRegistration"> =>
  async (request) => {
    const officer = getStaff(request.caller);
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
    if (!registration.protection) throw new DomainError("wrong-state");
    if (caller.kind !== "staff" || !canReadName(registration, caller)) throw new DomainError("name-protected");
    const { registrationId } = registration;
    await recordAccess(table, { registrationId }, { at, by: caller.id, reason: body.reason });
    return { ...toFullRegistrationView(registration, conference), ...toStaffAnswersView(registration) };
  };

export const listIdentityAccess =
  (table: Table): ApiHandler<"listIdentityAccess"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const { after, limit } = parsePageQuery(request.query);
    const { registrationId } = registration;
    const { entries, next } = await listAccessLog(table, { registrationId }, after, limit);
    return { items: entries, next: encodeCursor(next) };
  };
