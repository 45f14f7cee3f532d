import type { Problem } from "#shared/contract/problem.ts";
import type { Language } from "#shared/domain/conference.ts";
import type { Fault, Refusal, RefusalCode } from "#shared/domain/refusal.ts";
import { faultMessage, problemMessages } from "#shared/i18n/messages.ts";

/** The HTTP status of each refusal: the only file that knows these numbers. */
const statuses = {
  "already-registered": 409,
  "bad-cursor": 422,
  "badge-not-printable": 409,
  "body-too-large": 413,
  "category-full": 409,
  "changed-meanwhile": 412,
  "conference-in-use": 409,
  "delegation-not-accredited": 409,
  "file-not-checked": 409,
  "file-refused": 409,
  full: 409,
  "idempotency-key-reused": 422,
  "inside-already": 409,
  "invalid-request": 422,
  "link-used-or-expired": 401,
  "list-not-printable": 409,
  "malformed-json": 400,
  "name-protected": 403,
  "not-a-member": 409,
  "not-allowed": 403,
  "not-confirmed": 409,
  "not-found": 404,
  "not-signed-in": 401,
  "registration-closed": 409,
  "reserve-full": 409,
  "second-head": 409,
  "too-busy": 503,
  "too-many-uploads": 429,
  "unknown-conference": 404,
  "version-required": 428,
  "wrong-content-type": 415,
  "wrong-state": 409,
} as const satisfies Record<RefusalCode, number>;

export const statusOf = (code: RefusalCode): number => statuses[code];

/** A refusal in the reader's words, as RFC 9457 has it. */
export function problemOf({ code, faults }: Refusal, language: Language): Problem {
  return {
    type: `urn:palais:problem:${code}`,
    title: problemMessages.translate(language, `problem.${code}.title`),
    status: statuses[code],
    code,
    detail: problemMessages.translate(language, `problem.${code}.detail`),
    ...(faults.length > 0 && { errors: faults.map((fault) => errorOf(fault, language)) }),
  };
}

const errorOf = (fault: Fault, language: Language) => ({ path: fault.path, message: faultMessage(language, fault) });

/** Something of ours is broken. Says so, and nothing else. */
export function internalProblem(language: Language): Problem {
  return {
    type: "urn:palais:problem:internal-error",
    title: problemMessages.translate(language, "problem.internal-error.title"),
    status: 500,
    code: "internal-error",
    detail: problemMessages.translate(language, "problem.internal-error.detail"),
  };
}
