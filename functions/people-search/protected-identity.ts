import type { Caller } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import { type ApiHandler, encodeCursor, parsePageQuery } from "#shared/http/request.ts";
import { toFullRegistrationView } from "#shared/http/views.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Protection } from "#shared/model/registration.ts";
import { listAccessLog, recordAccess } from "#shared/privacy/access-log.repository.ts";
import { canReadName, changeProtection } from "#shared/registrations/protected-identity.rules.ts";

/** The address of the officer, by which readers are named. */
function getStaffEmail(caller: Caller): string {
  if (caller.kind !== "staff") throw new DomainError("not-allowed");
  return caller.email;
}

export const protectRegistration =
  (table: CommandStore): ApiHandler<"protectRegistration"> =>
  async (request) => {
    const { reason, ...protection } = request.body;
    const email = getStaffEmail(request.caller);
    return executeOnRegistration(table, request, (before, { conference }, context) =>
      changeProtection(conference, before, protection as Protection, email, context, reason),
    );
  };

export const unprotectRegistration =
  (table: CommandStore): ApiHandler<"unprotectRegistration"> =>
  async (request) => {
    const email = getStaffEmail(request.caller);
    return executeOnRegistration(table, request, (before, { conference }, context) =>
      changeProtection(conference, before, undefined, email, context),
    );
  };

/** Reveals a protected identity to a reader. The access is recorded first. */
export const revealIdentity =
  (table: Table): ApiHandler<"revealIdentity"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const { caller, body, now: at } = request;
    if (!registration.protection) throw new DomainError("wrong-state");
    if (caller.kind !== "staff" || !canReadName(registration, caller.email)) throw new DomainError("name-protected");
    const { registrationId } = registration;
    await recordAccess(table, { registrationId }, { at, by: caller.id, reason: body.reason });
    return toFullRegistrationView(registration, conference);
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
