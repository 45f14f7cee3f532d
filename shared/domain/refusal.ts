/**
 * Every way Palais says no, by name. `shared/http/problem.ts` gives each its status, the catalogues in
 * `locales/` each its words; a code without either fails `tsc`.
 */
export const refusalCodes = [
  "already-registered",
  "bad-cursor",
  "badge-not-printable",
  "body-too-large",
  "category-full",
  "changed-meanwhile",
  "conference-in-use",
  "delegation-not-accredited",
  "file-not-checked",
  "file-refused",
  "full",
  "idempotency-key-reused",
  "inside-already",
  "invalid-request",
  "link-used-or-expired",
  "list-not-printable",
  "malformed-json",
  "name-protected",
  "not-a-member",
  "not-allowed",
  "not-confirmed",
  "not-found",
  "not-signed-in",
  "registration-closed",
  "reserve-full",
  "second-head",
  "too-busy",
  "too-many-uploads",
  "unknown-conference",
  "version-required",
  "wrong-content-type",
  "wrong-state",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** One thing wrong with a request: where (`person.email`), and which rule of the catalogue it breaks. */
export interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A rule's "no". Carries a name and, for bad input, the faults; never a status, never personal data. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly faults: readonly Fault[];

  constructor(code: RefusalCode, faults: readonly Fault[] = []) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.faults = faults;
  }
}
