import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { makeDelegation } from "#shared/domain/delegation-change.ts";
import { type Nomination, nominate } from "#shared/domain/nomination.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { promoteReserve } from "#shared/domain/reserve-promotion.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { occupiedPools, type Pools, seatLimit } from "#shared/domain/seats.ts";
import { aConference, anApplication, noon, pools, secretariat } from "./builders.ts";

export const conference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 } });
export const bySecretariat = { actor: secretariat, at: noon };
export const byFocalPoint = { actor: { kind: "focal-point", id: "d" } as const, at: noon };
export const delegationId = "d".repeat(24);

export const draft = {
  name: { en: "Union of Migrant Associations" },
  category: "ngo",
  focalPoints: ["focal@example.org"],
  language: "en",
} as const;

/** A delegation with its registrations, and the places taken in each pool: a small world in which rules are carried out. */
export class World {
  readonly hall: Conference;
  delegation: Delegation;
  rows = new Map<string, Registration>();

  constructor(quota?: number, hall = conference, more: Partial<Delegation> = {}) {
    this.hall = hall;
    const [made] = [
      makeDelegation(hall, { ...draft, ...(quota !== undefined && { quota }) }, delegationId, bySecretariat),
    ];
    this.delegation = { ...(made?.delegation?.after as Delegation), ...more };
  }

  get members(): Registration[] {
    return this.delegation.members.flatMap((id) => this.rows.get(id) ?? []).filter(isLive);
  }

  get states(): Pools {
    const taken: Partial<Record<PoolName, number>> = {};
    for (const row of this.rows.values()) {
      for (const pool of occupiedPools(this.hall, row)) taken[pool] = (taken[pool] ?? 0) + 1;
    }
    const own: PoolName = `delegation:${delegationId}`;
    const state = { limit: seatLimit(this.delegation), taken: taken[own] ?? 0, open: true };
    return new Map([...pools(this.hall, taken), [own, state]]);
  }

  get standing() {
    return { delegation: this.delegation, members: this.members };
  }

  carryOut(change: Change): Change {
    const passed = promoteReserve(this.hall, this.states, this.delegation, this.members, change);
    for (const { after } of passed.registrations)
      this.rows.set(after.registrationId, { ...after, version: after.version + 1 });
    if (passed.delegation) this.delegation = passed.delegation.after;
    return passed;
  }

  nominate(name: string, more: Partial<Nomination> = {}): Change {
    const change = nominate(this.hall, this.states, this.standing, aNomination(name, more), name, byFocalPoint);
    return this.carryOut(change);
  }

  seats(): string[] {
    return this.members.map(({ registrationId, seat }) => `${registrationId} ${seat.state}`);
  }

  row(id: string): Registration {
    const found = this.rows.get(id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  }
}

export function aNomination(name: string, more: Partial<Nomination> = {}): Nomination {
  const { category: _category, ...application } = anApplication({}, { givenName: name, email: `${name}@example.org` });
  return { ...application, ...more };
}
