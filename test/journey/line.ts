import type { ConferenceDesk, Row } from "./conference.ts";
import { until } from "./parallel.ts";

/** Patience with a freed seat, in ms. How long one stood empty is reported, and nothing depends on it: machines differ. */
const linePatience = 60_000;

/** How often the line is looked at, in ms. */
const lookEvery = 80;

/** Watches seats go from those who give them up to those who wait. */
export class LineWatch {
  /** How long each freed seat stood empty after the answer that freed it, in ms; a decision on many counts once. */
  readonly waits: number[] = [];
  /** How many were seated from the line. */
  moved = 0;
  /** How often somebody was seated before one who had stood in line longer. */
  jumped = 0;
  readonly #desk: ConferenceDesk;
  #line: readonly Row[] = [];

  private constructor(desk: ConferenceDesk) {
    this.#desk = desk;
  }

  static async start(desk: ConferenceDesk): Promise<LineWatch> {
    const watch = new LineWatch(desk);
    await watch.look();
    return watch;
  }

  /** Reads the line anew, after something changed in it that frees no seat. */
  async look(): Promise<void> {
    this.#line = inOrder(await this.#desk.rows({ seat: "waiting" }));
  }

  get line(): readonly Row[] {
    return this.#line;
  }

  /**
   * Frees seats of a full room, for which the line must be long enough, and waits until the room is full again. By the
   * room alone: while a pool has free places, it holds nobody back, so its count of those waiting says nothing.
   * @returns those who moved up, in the order of the line
   */
  async follow(free: () => Promise<void>): Promise<Row[]> {
    await free();
    const answered = Date.now();
    await until(
      linePatience,
      () => this.#desk.venue(),
      ({ limit, taken }) => taken >= limit,
      lookEvery,
    );
    this.waits.push(Date.now() - answered);

    return this.#whoMoved();
  }

  /** The mails that moving up owes depend on whether the person was approved while waiting. */
  async #whoMoved(): Promise<Row[]> {
    const before = this.#line;
    const now = new Map((await this.#desk.rows()).map((row) => [row.registrationId, row]));
    const standing = before.map((row) => ({ row, seat: now.get(row.registrationId)?.seat ?? "none" }));
    const moved = standing.filter(({ seat }) => seat === "held").map(({ row }) => row);
    for (const row of moved) {
      const confirmed = row.accreditation === "approved";
      this.#desk.mails.add(confirmed ? "approved" : "seat-given");
      if (confirmed) this.#desk.letterFor(row);
    }
    this.moved += moved.length;
    this.jumped += jumps(standing.map(({ seat }) => seat));
    this.#line = inOrder([...now.values()].filter(({ seat }) => seat === "waiting"));
    return moved.flatMap(({ registrationId }) => now.get(registrationId) ?? []);
  }
}

/** First come, first served; who came at the same moment stands in the order of the identifiers. */
const inOrder = (rows: readonly Row[]) => rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
const placeOf = ({ submittedAt, registrationId }: Row) => `${submittedAt}#${registrationId}`;

/** How many of those still waiting stand before the last one who was seated. */
function jumps(seats: readonly string[]): number {
  return seats.slice(0, Math.max(0, seats.lastIndexOf("held"))).filter((seat) => seat === "waiting").length;
}
