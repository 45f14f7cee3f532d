import { asStaff } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toSensitiveAnswersView } from "#shared/http/answer-views.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";

/**
 * Opens the sensitive answers of a person to staff. The access is recorded first, in the same log as to the identity.
 */
export const openSensitiveAnswers =
  (table: Table): ApiHandler<"openSensitiveAnswers"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const { body, now: at } = request;
    const caller = asStaff(request.caller);
    if (!canReadName(registration, caller)) throw new DomainError("name-protected");
    const { registrationId } = registration;
    await recordAccess(table, { registrationId }, { at, by: caller.id, reason: body.reason, what: "answers" });
    return toSensitiveAnswersView(registration);
  };
