import { waitFor } from "../support/wait-for.ts";
import type { ConferenceDesk, RegistrationRow } from "./conference.ts";

/** The time limit for a released seat, in ms. The time it was free is reported, but not asserted: machines differ. */
const seatTimeoutMs = 60_000;

/** The interval between two looks at the waiting list, in ms. */
const pollMs = 80;

/** Observes how released seats go to the people on the waiting list. */
export class WaitingListWatch {
  /** The time from the answer that released a seat until it was taken, in ms; a bulk decision counts once. */
  readonly waits: number[] = [];
  /** The number of people who were seated from the waiting list. */
  moved = 0;
  /** The number of people who were seated before a person who had waited longer. */
  jumped = 0;
  readonly #desk: ConferenceDesk;
  #waiting: readonly RegistrationRow[] = [];

  private constructor(desk: ConferenceDesk) {
    this.#desk = desk;
  }

  static async start(desk: ConferenceDesk): Promise<WaitingListWatch> {
    const watch = new WaitingListWatch(desk);
    await watch.refresh();
    return watch;
  }

  /** Reads the waiting list again, after a change that releases no seat. */
  async refresh(): Promise<void> {
    this.#waiting = sortByArrival(await this.#desk.listRegistrations({ seat: "waiting" }));
  }

  get waiting(): readonly RegistrationRow[] {
    return this.#waiting;
  }

  /**
   * Releases seats of a full conference with a sufficiently long waiting list, and waits until it is full again. Only the
   * venue's seats are compared: while a pool has free seats, its count of waiting people doesn't matter.
   * @returns the people who were seated, in the order of the waiting list
   */
  async freeSeats(free: () => Promise<void>): Promise<RegistrationRow[]> {
    await free();
    const answered = Date.now();
    await waitFor(
      seatTimeoutMs,
      () => this.#desk.getVenuePool(),
      ({ limit, taken }) => limit !== null && taken >= limit,
      pollMs,
    );
    this.waits.push(Date.now() - answered);

    return this.#recordMoved();
  }

  /** The emails for a new seat depend on whether the person was approved while waiting. */
  async #recordMoved(): Promise<RegistrationRow[]> {
    const before = this.#waiting;
    const now = new Map((await this.#desk.listRegistrations()).map((row) => [row.registrationId, row]));
    const standing = before.map((row) => ({ row, seat: now.get(row.registrationId)?.seat ?? "none" }));
    const moved = standing.filter(({ seat }) => seat === "held").map(({ row }) => row);
    for (const row of moved) {
      const confirmed = row.accreditation === "approved";
      this.#desk.expectedEmails.add(confirmed ? "approved" : "seat-given");
      if (confirmed) this.#desk.expectVisaLetter(row);
    }
    this.moved += moved.length;
    this.jumped += countPassedOver(standing.map(({ seat }) => seat));
    this.#waiting = sortByArrival([...now.values()].filter(({ seat }) => seat === "waiting"));
    return moved.flatMap(({ registrationId }) => now.get(registrationId) ?? []);
  }
}

/** In the order of application; simultaneous applications in the order of their identifiers. */
const sortByArrival = (rows: readonly RegistrationRow[]) =>
  rows.toSorted((a, b) => (getSortKey(a) < getSortKey(b) ? -1 : 1));
const getSortKey = ({ submittedAt, registrationId }: RegistrationRow) => `${submittedAt}#${registrationId}`;

/** The number of waiting people who applied before the last person who was seated. */
function countPassedOver(seats: readonly string[]): number {
  return seats.slice(0, Math.max(0, seats.lastIndexOf("held"))).filter((seat) => seat === "waiting").length;
}
