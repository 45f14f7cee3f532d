/** How one form was answered. Times are ms from the opening. */
export interface Answered {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** `held`, `waiting`, `none`, a refusal's code, or `no answer`. */
  readonly outcome: string;
  /** Whether it had to be answered that way: a form that was spoilt on purpose must be refused. */
  readonly isError: boolean;
}

/** The pool of the venue at a moment, as the secretariat sees it. */
export interface Look {
  readonly at: number;
  readonly limit: number;
  readonly taken: number;
  readonly waiting: number;
}

/** Everything that a rehearsal brought to light. */
export interface Recorded {
  readonly conference: string;
  readonly title: string;
  readonly capacity: number;
  readonly seatTakenAt: string;
  readonly applicants: number;
  readonly seconds: number;
  /** The seed of the faults, if there were any. */
  readonly faults?: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly answers: readonly Answered[];
  readonly looks: readonly Look[];
  /** After everything has come to rest: each pool, and who waits while a place is free that they could use. */
  readonly pools: readonly {
    readonly pool: string;
    readonly limit: number;
    readonly taken: number;
    readonly waiting: number;
  }[];
  /** How many claims met another at each shard, as the functions log them; a local database runs one at a time. */
  readonly conflicts: readonly { readonly pool: string; readonly shard: number; readonly count: number }[];
  readonly freeWhileWaiting: number;
  readonly differences: readonly string[];
}
