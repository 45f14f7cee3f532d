interface Step {
  readonly stop: () => unknown;
  readonly kill: () => unknown;
}

/** How to end what has come up, in the opposite order; each step once. */
export class Teardown {
  readonly #steps: Step[] = [];

  /** @param kill how to end it at once, if that is another way */
  add(stop: () => unknown, kill: () => unknown = stop): void {
    this.#steps.push({ stop, kill });
  }

  async run(how: keyof Step): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) await step[how]();
  }
}
