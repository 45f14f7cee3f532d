import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import { endSessions, toDelegateOwner } from "#shared/auth/sessions.repository.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Erasure } from "#shared/model/erasure.ts";
import { type ErasureContext, finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { log } from "#shared/runtime/lambda.ts";

/**
 * Erases a person at the request of the person, or of the secretariat with a reason. What exceeds the deadline, the
 * retention schedule completes.
 */
export const requestErasure =
  (stores: ErasureContext): ApiHandler<"eraseRegistration"> =>
  async (request) => {
    const { caller, now: at, deadline } = request;
    const { registrationId } = request.params;
    const reason = resolveErasureReason(request);
    await startErasure(stores.table, {
      registrationId,
      reason,
      context: { actor: toActor(caller, { registrationId }), at },
      deadline,
      assertCanErase: (conference, registration) => assertCanAccess(conference, registration, request),
    });
    // The session that asked for the erasure reads the receipt; the others of the address end.
    if (caller.kind === "delegate")
      await endSessions(
        stores.table,
        toDelegateOwner(caller.conferenceId, caller.addressDigest),
        Date.parse(at),
        caller.sessionId,
      );
    const { erasure } = await finishErasure(stores, registrationId, deadline);
    if (!erasure) throw new Error("an erasure without a receipt");
    log("registration.erased", { registrationId, reason, done: erasure.completedAt !== undefined });
    return { registrationId, erasure: toErasureReceipt(erasure) };
  };

/** @throws DomainError `invalid-request` for staff without a reason */
function resolveErasureReason({ caller, query }: ApiRequest<"eraseRegistration">) {
  if (query.reason === undefined && caller.kind === "staff")
    throw new DomainError("invalid-request", [{ path: "?reason", rule: "required" }]);
  return query.reason ?? "at-their-request";
}

/** The proof of an erasure, without the data that finds the remaining records. */
export const toErasureReceipt = ({ remaining: _, ...erasure }: Erasure) => erasure;
