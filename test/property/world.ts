import { type Decision, decide, withdraw } from "#shared/domain/accreditation.ts";
import { reprint } from "#shared/domain/badge.ts";
import type { Change, CommandContext } from "#shared/domain/change.ts";
import { countedOf, tallyOf } from "#shared/domain/composition.ts";
import type { CategoryName, Conference, WaitingListOrder } from "#shared/domain/conference.ts";
import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { confirmAddress, expireSeat } from "#shared/domain/seat-expiry.ts";
import { occupiedPools, type Pools, poolLimits } from "#shared/domain/seats.ts";
import { statisticsOf } from "#shared/domain/statistics.ts";
import { amend, submit } from "#shared/domain/submission.ts";
import { seatedOf } from "#shared/domain/targets.ts";
import {
  assessPoolDemand,
  listWantedPools,
  serveWaitingList,
  shouldBeOpen,
  waitingSince,
} from "#shared/domain/waiting-list.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";

/** Everything that can be done to a conference, on the rules alone or on the real table. */
export interface World {
  conference(): Conference;
  registrations(): Promise<readonly Registration[]>;
  pools(): Promise<Pools>;
  changes(): readonly Change[];
  submit(person: number, category: string): Promise<void>;
  decide(id: string, decision: Decision): Promise<void>;
  amend(id: string): Promise<void>;
  move(id: string, category: CategoryName): Promise<void>;
  accept(id: string): Promise<void>;
  decline(id: string): Promise<void>;
  confirmAddress(id: string): Promise<void>;
  withdraw(id: string): Promise<void>;
  reprint(id: string): Promise<void>;
  setCapacity(capacity: number): Promise<void>;
  /** Lets time pass. */
  wait(hours: number): Promise<void>;
  /** Takes back what has lapsed, and serves the line. */
  serveLine(): Promise<void>;
  /** RFC 3339, UTC. */
  now(): string;
}

export const categories = [
  { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10 },
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 2 },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
];

/** How a conference of a history is set up. */
export interface Setting {
  readonly capacity: number;
  readonly seatTakenAt: "submission" | "approval";
  readonly waitingList: boolean;
  readonly waitingListOrder: WaitingListOrder;
  readonly offerHours: number;
  readonly confirmWithinHours: number;
}

export const worldBody = ({ capacity, ...rest }: Setting) => ({
  ...rest,
  ...(rest.waitingListOrder === "targets" && { targets: { gender: { female: 0.5 } } }),
  categories,
  venue: { name: "Hall", city: "Geneva", country: "CHE", capacity },
});

/** Of three who apply, one is a woman, one a man, and one doesn't say. */
export const genderOf = (person: number) => (["female", "male", "undisclosed"] as const)[person % 3];

export const addressOf = (person: number) => `person.${person}@example.org`;

/** The rules alone, with the simplest committer there can be: it counts every seat from the rows. */
export class DomainWorld implements World {
  #conference: Conference;
  readonly #rows = new Map<string, Registration>();
  readonly #closed = new Set<PoolName>();
  readonly #changes: Change[] = [];
  #clock = Date.parse("2027-02-01T00:00:00.000Z");

  constructor(setting: Setting) {
    this.#conference = aConference(worldBody(setting));
  }

  conference = () => this.#conference;
  changes = () => this.#changes;
  registrations = async () => [...this.#rows.values()];
  pools = async () => this.#pools();

  #pools(): Pools {
    const occupied = [...this.#rows.values()].flatMap((row) => occupiedPools(this.#conference, row));
    return new Map(
      [...poolLimits(this.#conference)].map(([pool, limit]) => [
        pool,
        { limit, taken: occupied.filter((each) => each === pool).length, open: !this.#closed.has(pool) },
      ]),
    );
  }

  now = () => new Date(this.#clock).toISOString();

  #context(): CommandContext {
    this.#clock += 1000;
    return { actor: secretariat, at: this.now() };
  }

  async wait(hours: number): Promise<void> {
    this.#clock += hours * 3_600_000;
  }

  #apply(change: Change): void {
    for (const { before, after } of change.registrations) {
      const guarded = !before || !isLive(before);
      const other = (row: Registration) =>
        row.registrationId !== after.registrationId && row.person.email === after.person.email;
      if (guarded && isLive(after) && [...this.#rows.values()].some((row) => other(row) && isLive(row))) {
        throw new Refusal("already-registered");
      }
      this.#rows.set(after.registrationId, { ...after, version: after.version + 1 });
    }
    this.#changes.push(change);
  }

  #on(id: string, rule: (before: Registration) => Change): void {
    const before = this.#rows.get(id);
    if (before) this.#apply(rule(before));
  }

  async submit(person: number, category: string): Promise<void> {
    const application = anApplication({ category }, { email: addressOf(person), gender: genderOf(person) });
    const id = `r${String(this.#rows.size).padStart(23, "a")}`;
    this.#apply(submit(this.#conference, this.#pools(), application, id, this.#context()));
  }

  async decide(id: string, decision: Decision): Promise<void> {
    this.#on(id, (before) => decide(this.#conference, this.#pools(), before, decision, this.#context()));
  }

  async amend(id: string): Promise<void> {
    this.#on(id, (before) => amend(this.#conference, this.#pools(), before, { organization: "IOM" }, this.#context()));
  }

  async move(id: string, category: CategoryName): Promise<void> {
    this.#on(id, (before) => amend(this.#conference, this.#pools(), before, { category }, this.#context()));
  }

  async accept(id: string): Promise<void> {
    this.#on(id, (before) => acceptOffer(this.#conference, this.#pools(), before, this.#context()));
  }

  async decline(id: string): Promise<void> {
    this.#on(id, (before) => declineOffer(before, this.#context()));
  }

  async confirmAddress(id: string): Promise<void> {
    this.#on(id, (before) => {
      const change = confirmAddress(before, this.#context());
      if (!change) throw new Refusal("wrong-state");
      return change;
    });
  }

  #lapse(): void {
    for (const row of this.#rows.values()) {
      const change = expireSeat(this.#conference, row, {
        actor: { kind: "system", id: "waiting-list" },
        at: this.now(),
      });
      if (change) this.#apply(change);
    }
  }

  async withdraw(id: string): Promise<void> {
    this.#on(id, (before) => withdraw(before, this.#context()));
  }

  async reprint(id: string): Promise<void> {
    this.#on(id, (before) => reprint(before, "lost", this.#context()));
  }

  async setCapacity(capacity: number): Promise<void> {
    this.#conference = { ...this.#conference, venue: { ...this.#conference.venue, capacity } };
  }

  async serveLine(): Promise<void> {
    this.#lapse();
    const line = [...this.#rows.values()].filter((row) => waitingSince(row) !== undefined);
    const counted = [...this.#rows.values()].map((row) => ({ after: countedOf(row) }));
    const seated = seatedOf(statisticsOf(tallyOf(counted)));
    for (const change of serveWaitingList(this.#conference, this.#pools(), line, this.#context().at, seated))
      this.#apply(change);
    const still = [...this.#rows.values()].filter((row) => waitingSince(row) !== undefined);
    const wanted = still.flatMap((row) => listWantedPools(this.#conference, row));
    this.#closed.clear();
    const needs = assessPoolDemand(this.#pools(), wanted);
    for (const [pool, state] of this.#pools())
      if (!shouldBeOpen(state, needs.get(pool) ?? "none")) this.#closed.add(pool);
  }
}
