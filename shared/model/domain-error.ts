/**
 * The code of every domain error. `shared/http/problem.ts` maps each code to an HTTP status, and `locales/` contains its
 * message. A code without a status or a message does not compile.
 */
export const domainErrorCodes = [
  "already-merged",
  "already-registered",
  "answer-too-large",
  "ask-secretariat",
  "bad-cursor",
  "body-too-large",
  "category-full",
  "changed-meanwhile",
  "changes-closed",
  "conference-in-use",
  "conference-over",
  "damaged-record",
  "delegation-full",
  "delegation-not-accredited",
  "delegation-unconfirmed",
  "file-not-checked",
  "file-refused",
  "focal-point-unconfirmed",
  "form-changed",
  "full",
  "guardian-required",
  "idempotency-key-reused",
  "inside-already",
  "invalid-request",
  "link-used-or-expired",
  "malformed-json",
  "method-not-allowed",
  "name-protected",
  "not-a-member",
  "not-allowed",
  "not-attended",
  "no-visa-letter",
  "visa-letter-valid",
  "not-confirmed",
  "not-found",
  "not-signed-in",
  "online-registrations",
  "question-in-use",
  "registration-closed",
  "reserve-full",
  "second-head",
  "too-busy",
  "too-many-delegation-requests",
  "too-many-exports",
  "too-many-notes",
  "too-many-uploads",
  "unknown-conference",
  "unknown-organization",
  "version-required",
  "wrong-content-type",
  "wrong-state",
] as const;

export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** An invalid field: its path, such as `person.email`, and the rule that it breaks, from the namespace `validation`. */
export interface FieldError {
  readonly path: string;
  readonly rule: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A rule refuses a command. It has a code and, for invalid input, the field errors; no HTTP status and no personal data. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly fieldErrors: readonly FieldError[];

  constructor(code: DomainErrorCode, fieldErrors: readonly FieldError[] = []) {
    super(code);
    this.name = "DomainError";
    this.code = code;
    this.fieldErrors = fieldErrors;
  }
}
