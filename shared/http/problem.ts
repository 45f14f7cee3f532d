import type { Problem } from "#shared/contracts/problem.ts";
import { formatFieldError, problemMessages } from "#shared/i18n/messages.ts";
import type { Language } from "#shared/model/conference.ts";
import type { DomainError, DomainErrorCode } from "#shared/model/domain-error.ts";

/** The HTTP status of each domain error. No other file contains these numbers. */
const httpStatuses = {
  "already-merged": 409,
  "already-registered": 409,
  "answer-too-large": 409,
  "ask-secretariat": 409,
  "bad-cursor": 422,
  "body-too-large": 413,
  "category-full": 409,
  "changed-meanwhile": 412,
  "changes-closed": 409,
  "conference-in-use": 409,
  "conference-over": 409,
  "damaged-record": 409,
  "delegation-full": 409,
  "delegation-not-accredited": 409,
  "delegation-unconfirmed": 409,
  "file-not-checked": 409,
  "file-refused": 409,
  "focal-point-unconfirmed": 409,
  "form-changed": 422,
  full: 409,
  "guardian-required": 422,
  "idempotency-key-reused": 422,
  "inside-already": 409,
  "invalid-request": 422,
  "link-used-or-expired": 401,
  "malformed-json": 400,
  "method-not-allowed": 405,
  "name-protected": 403,
  "not-a-member": 409,
  "not-allowed": 403,
  "not-attended": 409,
  "no-visa-letter": 409,
  "visa-letter-valid": 409,
  "not-confirmed": 409,
  "not-found": 404,
  "not-signed-in": 401,
  "online-registrations": 409,
  "question-in-use": 409,
  "registration-closed": 409,
  "reserve-full": 409,
  "second-head": 409,
  "too-busy": 503,
  "too-many-delegation-requests": 429,
  "too-many-exports": 429,
  "too-many-notes": 409,
  "too-many-uploads": 429,
  "unknown-conference": 404,
  "unknown-organization": 404,
  "version-required": 428,
  "wrong-content-type": 415,
  "wrong-state": 409,
} as const satisfies Record<DomainErrorCode, number>;

export const getHttpStatus = (code: DomainErrorCode): number => httpStatuses[code];

/** A domain error as a problem of RFC 9457, in the caller's language. */
export function toProblem({ code, fieldErrors }: DomainError, language: Language): Problem {
  return {
    type: `urn:palais:problem:${code}`,
    title: problemMessages.translate(language, `problem.${code}.title`),
    status: httpStatuses[code],
    code,
    detail: problemMessages.translate(language, `problem.${code}.detail`),
    ...(fieldErrors.length > 0 && {
      errors: fieldErrors.map((error) => ({ path: error.path, message: formatFieldError(language, error) })),
    }),
  };
}

/** The problem of an unexpected error, without details. */
export function createInternalProblem(language: Language): Problem {
  return {
    type: "urn:palais:problem:internal-error",
    title: problemMessages.translate(language, "problem.internal-error.title"),
    status: 500,
    code: "internal-error",
    detail: problemMessages.translate(language, "problem.internal-error.detail"),
  };
}
