/** Which table, and which conference on it. */
export interface Where {
  readonly endpoint: string;
  readonly conferenceId: string;
}

export type RaceOrder =
  | (Where & { readonly role: "contend"; readonly lane: number; readonly seed: number; readonly attempts: number } & {
      /** Between which limits the venue moves during the race; none for lanes that leave it alone. */
      readonly limits?: readonly number[];
    })
  | (Where & { readonly role: "naive"; readonly attempts: number; readonly seats: number })
  | (Where & { readonly role: "serve-line" })
  | { readonly role: "leave-line" };

/** What a lane did: how often which answer, and which of them nobody may ever get. */
export interface RaceReport {
  readonly answers: Record<string, number>;
  readonly errors: readonly string[];
}
