import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { confirmAddress, getSeatLimit, listOccupiedPools, type Pools } from "#shared/capacity/seats.rules.ts";
import { type Nomination, nominateMember } from "#shared/delegations/nomination.rules.ts";
import { promoteReserve } from "#shared/delegations/reserve-promotion.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { createAccreditedDelegation } from "../../functions/delegations/change-delegation.rules.ts";
import {
  aConference,
  buildApplication,
  buildPools,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "./builders.ts";

export const delegationConference = aConference({
  venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 },
});
export const bySecretariat = { actor: secretariatActor, at: noon };
export const byFocalPoint = { actor: { kind: "focal-point", id: "d" } as const, at: noon };
export const delegationId = "d".repeat(26);

export const delegationDraftBody = {
  name: { en: "Union of Migrant Associations" },
  category: "ngo",
  focalPoints: ["focal@example.org"],
  language: "en",
} as const;

/** A delegation with its registrations, and the places taken in each pool: a small world in which rules are carried out. */
export class DelegationFixture {
  readonly conference: Conference;
  delegation: Delegation;
  rows = new Map<string, Registration>();

  constructor(quota?: number, hall = delegationConference, more: Partial<Delegation> = {}) {
    this.conference = hall;
    const [made] = [
      createAccreditedDelegation(
        hall,
        { ...delegationDraftBody, ...(quota !== undefined && { quota }) },
        delegationId,
        bySecretariat,
      ),
    ];
    this.delegation = { ...(made?.delegation?.after as Delegation), ...more };
  }

  get members(): Registration[] {
    return this.delegation.members.flatMap((id) => this.rows.get(id) ?? []).filter(isLive);
  }

  get states(): Pools {
    const taken: Partial<Record<PoolName, number>> = {};
    for (const row of this.rows.values()) {
      for (const pool of listOccupiedPools(this.conference, row)) taken[pool] = (taken[pool] ?? 0) + 1;
    }
    const own: PoolName = `delegation:${delegationId}`;
    const state = { limit: getSeatLimit(this.delegation), taken: taken[own] ?? 0, isOpen: true };
    return new Map([...buildPools(this.conference, taken), [own, state]]);
  }

  get delegationState() {
    return { delegation: this.delegation, members: this.members };
  }

  carryOut(change: Change): Change {
    const passed = promoteReserve(this.conference, this.states, this.delegation, this.members, change);
    for (const { after } of passed.registrations)
      this.rows.set(after.registrationId, { ...after, version: after.version + 1 });
    if (passed.delegation) this.delegation = passed.delegation.after;
    return passed;
  }

  nominate(name: string, more: Partial<Nomination> = {}): Change {
    const change = nominateMember(
      this.conference,
      this.states,
      this.delegationState,
      buildNomination(name, more),
      name,
      byFocalPoint,
    );
    return this.carryOut(change);
  }

  /** The changes by which a person names the delegation in the form, and then opens a link. */
  requestMembership(): { readonly submitted: Change; readonly confirmed: Change } {
    const email = "claims@example.org";
    const application = { ...buildApplication({}, { email }), requestedDelegationId: delegationId };
    const context = { actor: { kind: "public" } as const, at: noon };
    const submitted = createSubmission(this.conference, this.states, application, "claims", context);
    const confirmed = confirmAddress(getChangedRegistration(submitted), context);
    if (!confirmed) throw new Error("an address that is confirmed already");
    return { submitted, confirmed };
  }

  listSeats(): string[] {
    return this.members.map(({ registrationId, seat }) => `${registrationId} ${seat.state}`);
  }

  getRow(id: string): Registration {
    const found = this.rows.get(id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  }
}

export function buildNomination(name: string, more: Partial<Nomination> = {}): Nomination {
  const { category: _category, ...application } = buildApplication(
    {},
    { givenName: name, email: `${name}@example.org` },
  );
  return { ...application, ...more };
}
