import type { MailKind } from "#shared/domain/change.ts";

/** How many mails of each kind the journey has brought about, by what it did and was answered. */
export class MailTally {
  readonly #counts = new Map<MailKind, number>();

  add(kind: MailKind, count = 1): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  get counts(): ReadonlyMap<MailKind, number> {
    return this.#counts;
  }
}
