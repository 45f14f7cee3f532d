import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { reprintBadge } from "#shared/badges/badge.rules.ts";
import {
  confirmAddress,
  expireSeat,
  listOccupiedPools,
  listPoolLimits,
  type Pools,
} from "#shared/capacity/seats.rules.ts";
import {
  assessPoolDemand,
  getWaitingSince,
  isPoolOpenToNewcomers,
  listWantedPools,
  serveWaitingList,
} from "#shared/capacity/waiting-list.rules.ts";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference, WaitingListOrder } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { computeCountChanges, toCountedRegistration } from "#shared/statistics/counts.rules.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { toSeatedCounts } from "#shared/statistics/targets.rules.ts";
import { acceptOffer, declineOffer } from "../../functions/registration/offers.rules.ts";
import { aConference, buildApplication, secretariatActor } from "../support/builders.ts";

/** Everything that can be done to a conference, on the rules alone or on the real table. */
export interface ConferenceSimulation {
  conference(): Conference;
  registrations(): Promise<readonly Registration[]>;
  pools(): Promise<Pools>;
  changes(): readonly Change[];
  submit(person: number, category: string): Promise<void>;
  decide(id: string, decision: AccreditationDecision): Promise<void>;
  amend(id: string): Promise<void>;
  changeCategory(id: string, category: string): Promise<void>;
  correct(id: string, correction: RegistrationAmendment, by: "staff" | "delegate"): Promise<void>;
  accept(id: string): Promise<void>;
  decline(id: string): Promise<void>;
  confirmAddress(id: string): Promise<void>;
  withdraw(id: string): Promise<void>;
  reprint(id: string): Promise<void>;
  setCapacity(capacity: number): Promise<void>;
  /** Lets time pass. */
  advanceTime(hours: number): Promise<void>;
  /** Takes back what has lapsed, and serves the line. */
  serveWaitingList(): Promise<void>;
  /** RFC 3339, UTC. */
  now(): string;
}

export const simulatedCategories = [
  { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10 },
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 2 },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
];

/** How a conference of a history is set up. */
export interface SimulationSetting {
  readonly capacity: number;
  readonly seatTakenAt: "submission" | "approval";
  readonly waitingList: boolean;
  readonly waitingListOrder: WaitingListOrder;
  readonly offerHours: number;
  readonly confirmWithinHours: number;
}

/** Three sessions, of which one has a single seat. */
export const simulatedSessions = ["opening", "workshop", "small"].map((sessionId) => ({
  sessionId,
  title: { en: sessionId },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T09:00:00Z",
  ...(sessionId === "small" && { capacity: 1 }),
}));

export const toConferenceBody = ({ capacity, ...rest }: SimulationSetting) => ({
  ...rest,
  participation: "hybrid",
  sessions: simulatedSessions,
  ...(rest.waitingListOrder === "targets" && { targets: { gender: { female: 0.5 } } }),
  categories: simulatedCategories,
  venue: { name: "Hall", city: "Geneva", country: "CHE", capacity },
});

/** Of three who apply, one is a woman, one a man, and one doesn't say. */
export const getPersonGender = (person: number) => (["female", "male", "undisclosed"] as const)[person % 3];

export const getPersonEmail = (person: number) => `person.${person}@example.org`;

/** The rules alone, with the simplest committer there can be: it counts every seat from the rows. */
export class DomainSimulation implements ConferenceSimulation {
  #conference: Conference;
  readonly #rows = new Map<string, Registration>();
  readonly #closed = new Set<PoolName>();
  readonly #changes: Change[] = [];
  #clock = Date.parse("2027-02-01T00:00:00.000Z");

  constructor(setting: SimulationSetting) {
    this.#conference = aConference(toConferenceBody(setting));
  }

  conference = () => this.#conference;
  changes = () => this.#changes;
  registrations = async () => [...this.#rows.values()];
  pools = async () => this.#pools();

  #pools(): Pools {
    const occupied = [...this.#rows.values()].flatMap((row) => listOccupiedPools(this.#conference, row));
    return new Map(
      [...listPoolLimits(this.#conference)].map(([pool, limit]) => [
        pool,
        { limit, taken: occupied.filter((each) => each === pool).length, isOpen: !this.#closed.has(pool) },
      ]),
    );
  }

  now = () => new Date(this.#clock).toISOString();

  #context(): CommandContext {
    this.#clock += 1000;
    return { actor: secretariatActor, at: this.now() };
  }

  async advanceTime(hours: number): Promise<void> {
    this.#clock += hours * 3_600_000;
  }

  #apply(change: Change): void {
    for (const { before, after } of change.registrations) {
      const guarded = !before || !isLive(before) || before.person.email !== after.person.email;
      const other = (row: Registration) =>
        row.registrationId !== after.registrationId && row.person.email === after.person.email;
      if (guarded && isLive(after) && [...this.#rows.values()].some((row) => other(row) && isLive(row))) {
        throw new DomainError("already-registered");
      }
      this.#rows.set(after.registrationId, { ...after, version: after.version + 1 });
    }
    this.#changes.push(change);
  }

  #changeRegistration(id: string, rule: (before: Registration) => Change): void {
    const before = this.#rows.get(id);
    if (before) this.#apply(rule(before));
  }

  async submit(person: number, category: string): Promise<void> {
    const application = buildApplication(
      { category },
      { email: getPersonEmail(person), gender: getPersonGender(person) },
    );
    const id = `r${String(this.#rows.size).padStart(23, "a")}`;
    this.#apply(createSubmission(this.#conference, this.#pools(), application, id, this.#context()));
  }

  async decide(id: string, decision: AccreditationDecision): Promise<void> {
    this.#changeRegistration(id, (before) =>
      decideAccreditation(this.#conference, this.#pools(), before, decision, this.#context()),
    );
  }

  async amend(id: string): Promise<void> {
    this.#changeRegistration(id, (before) =>
      applyAmendment(this.#conference, this.#pools(), before, { organization: "IOM" }, this.#context()),
    );
  }

  async changeCategory(id: string, category: string): Promise<void> {
    this.#changeRegistration(id, (before) =>
      applyAmendment(this.#conference, this.#pools(), before, { category }, this.#context()),
    );
  }

  async correct(id: string, correction: RegistrationAmendment, by: "staff" | "delegate"): Promise<void> {
    const context = { ...this.#context(), ...(by === "delegate" && { actor: { kind: "delegate", id } as const }) };
    this.#changeRegistration(id, (before) =>
      applyAmendment(this.#conference, this.#pools(), before, correction, context),
    );
  }

  async accept(id: string): Promise<void> {
    this.#changeRegistration(id, (before) => acceptOffer(this.#conference, this.#pools(), before, this.#context()));
  }

  async decline(id: string): Promise<void> {
    this.#changeRegistration(id, (before) => declineOffer(before, this.#context()));
  }

  async confirmAddress(id: string): Promise<void> {
    this.#changeRegistration(id, (before) => {
      const change = confirmAddress(before, this.#context());
      if (!change) throw new DomainError("wrong-state");
      return change;
    });
  }

  #expireSeats(): void {
    for (const row of this.#rows.values()) {
      const change = expireSeat(this.#conference, row, {
        actor: { kind: "system", id: "waiting-list" },
        at: this.now(),
      });
      if (change) this.#apply(change);
    }
  }

  async withdraw(id: string): Promise<void> {
    this.#changeRegistration(id, (before) => withdrawAccreditation(before, this.#context()));
  }

  async reprint(id: string): Promise<void> {
    this.#changeRegistration(id, (before) => reprintBadge(before, "lost", this.#context()));
  }

  async setCapacity(capacity: number): Promise<void> {
    this.#conference = { ...this.#conference, venue: { ...this.#conference.venue, capacity } };
  }

  async serveWaitingList(): Promise<void> {
    this.#expireSeats();
    const line = [...this.#rows.values()].filter((row) => getWaitingSince(row) !== undefined);
    const counted = [...this.#rows.values()].map((row) => ({ after: toCountedRegistration(row) }));
    const seated = toSeatedCounts(computeStatistics(computeCountChanges(counted)));
    for (const change of serveWaitingList(this.#conference, this.#pools(), line, this.#context().at, seated))
      this.#apply(change);
    const still = [...this.#rows.values()].filter((row) => getWaitingSince(row) !== undefined);
    const wanted = still.flatMap((row) => listWantedPools(this.#conference, row));
    this.#closed.clear();
    const needs = assessPoolDemand(this.#pools(), wanted);
    for (const [pool, state] of this.#pools())
      if (!isPoolOpenToNewcomers(state, needs.get(pool) ?? "none")) this.#closed.add(pool);
  }
}
