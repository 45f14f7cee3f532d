/**
 * Counts the work of setting text, so that a layout can end a search that takes too long. It counts and does not measure
 * time, so the same text is always set in the same way. The unit is about one character that is shaped.
 */
export class TextWork {
  readonly #limit: number;
  #spent = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  spend(units: number): void {
    this.#spent += units;
  }

  get spent(): number {
    return this.#spent;
  }

  get isExhausted(): boolean {
    return this.#spent >= this.#limit;
  }
}
