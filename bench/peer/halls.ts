import type { Pool } from "pg";

export interface Hall {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly categories: readonly string[];
  readonly waitingList: boolean;
}

/** How long a conference's settings, and that it is full, are taken for true without looking, in ms: as in Palais. */
const rememberMs = 500;

/** What this process remembers of conferences. */
export class Halls {
  readonly #pool: Pool;
  readonly #settings = new Map<string, { readonly until: number; readonly hall: Hall }>();
  readonly #fullUntil = new Map<string, number>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async find(conferenceId: string): Promise<Hall | undefined> {
    const known = this.#settings.get(conferenceId);
    if (known && known.until > Date.now()) return known.hall;
    const { rows } = await this.#pool.query<Hall>({
      name: "conference",
      text: `SELECT opens_at AS "opensAt", closes_at AS "closesAt", categories, waiting_list AS "waitingList"
             FROM conference WHERE conference_id = $1`,
      values: [conferenceId],
    });
    const [hall] = rows;
    if (hall) this.#settings.set(conferenceId, { until: Date.now() + rememberMs, hall });
    return hall;
  }

  sawFull(conferenceId: string): void {
    this.#fullUntil.set(conferenceId, Date.now() + rememberMs);
  }

  isFull(conferenceId: string): boolean {
    return (this.#fullUntil.get(conferenceId) ?? 0) > Date.now();
  }
}
