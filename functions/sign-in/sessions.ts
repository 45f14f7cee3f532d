import type { Caller } from "#shared/auth/caller.ts";
import {
  endSession,
  endSessions,
  getIdleMs,
  listOpenSessions,
  type SessionOwner,
  toAddressOwner,
  toDelegateOwner,
  toStaffOwner,
} from "#shared/auth/sessions.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { log } from "#shared/runtime/lambda.ts";

function toOwner(caller: Caller): SessionOwner {
  if (caller.kind === "staff") return toStaffOwner(caller.id);
  if (caller.kind === "delegate") return toDelegateOwner(caller.conferenceId, caller.addressDigest);
  throw new DomainError("not-signed-in");
}

async function listOwnSessions(table: Table, caller: Caller, at: string) {
  const idle = getIdleMs(caller.kind === "staff" ? caller.groups : []);
  const sessions = await listOpenSessions(table, toOwner(caller), { now: Date.parse(at), idle });
  const items = sessions.map(({ sessionId, begunAt, usedAt, browser }) => ({
    sessionId,
    begunAt: new Date(begunAt).toISOString(),
    usedAt: new Date(usedAt).toISOString(),
    ...(browser && { browser }),
    isCurrent: "sessionId" in caller && caller.sessionId === sessionId,
  }));
  return { items, next: null };
}

export const listSessions =
  (table: Table): ApiHandler<"listSessions"> =>
  ({ caller, now }) =>
    listOwnSessions(table, caller, now);

/** Ends one session of the caller, or all others. @throws DomainError `not-found` for a session that is not open */
export const endOwnSessions =
  (table: Table): ApiHandler<"endSessions"> =>
  async ({ caller, body: { sessionId }, now }) => {
    const owner = toOwner(caller);
    const own = "sessionId" in caller ? caller.sessionId : undefined;
    if (sessionId === undefined) await endSessions(table, owner, Date.parse(now), own);
    else {
      const { items } = await listOwnSessions(table, caller, now);
      if (!items.some((session) => session.sessionId === sessionId)) throw new DomainError("not-found");
      await endSession(table, owner, sessionId, Date.parse(now));
    }
    return listOwnSessions(table, caller, now);
  };

/**
 * Ends the sessions of a person for the secretariat, which the access log records. A person without an address has
 * none.
 */
export const endRegistrationSessions =
  (table: Table): ApiHandler<"endRegistrationSessions"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const { caller, now: at } = request;
    const { registrationId, conferenceId, person } = registration;
    if (caller.kind === "staff")
      await recordAccess(table, { registrationId }, { at, by: caller.id, reason: "", what: "sessions" });
    if (person.email !== undefined)
      await endSessions(table, toAddressOwner(conferenceId, person.email), Date.parse(at));
    log("sessions.ended", { registrationId });
    return {};
  };
