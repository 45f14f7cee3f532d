import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { reprintBadge } from "#shared/badges/badge.rules.ts";
import {
  type CheckInEvent,
  evaluateScan,
  findLatestPresence,
  toCheckInEvent,
  toGateBadge,
  toPresenceKey,
  updateBadgeValidityPeriods,
} from "#shared/check-in/check-in.rules.ts";
import {
  evaluateOfflineScan,
  type GateList,
  type GateListPresence,
  mergeGateListPage,
} from "#shared/check-in/offline-scan.rules.ts";
import type { ScanDirection, ScanVerdict } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  addMillisecond,
  correctScanTime,
  measureClockOffset,
  reconcileOfflineScan,
} from "../../functions/check-in/reconcile-offline-scans.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  secretariatActor,
} from "../support/builders.ts";
import { buildGateListPage } from "../support/gate-lists.ts";

export const gateConference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 9 } });
const gateConferenceTag = "0a0b0c0d";
const startMs = Date.parse("2027-10-26T06:00:00.000Z");

/** A moment of true time, in minutes from the beginning. */
export const toTime = (minute: number, skewMs = 0) => new Date(startMs + minute * 60_000 + skewMs).toISOString();

/** A real passage through a gate: an entry of the ordered history. */
export interface ActualPassage {
  readonly scanId: string;
  readonly person: number;
  readonly serial: number;
  readonly direction: ScanDirection;
  readonly minute: number;
}

interface QueuedScan {
  readonly scanId: string;
  readonly claims: { readonly registrationId: string; readonly serial: number };
  readonly direction: ScanDirection;
  /** By the gate's own clock. */
  readonly at: string;
}

/** A gate: its clock is wrong by the same amount all the time, and it learns by how much as it synchronises. */
class SimulatedGate {
  readonly name: string;
  readonly skewMs: number;
  online = true;
  offset = 0;
  list: GateList;
  syncedAt = 0;
  passages: CheckInEvent[] = [];
  queue: QueuedScan[] = [];
  sent: QueuedScan[] = [];

  constructor(name: string, skewMs: number, list: GateList) {
    this.name = name;
    this.skewMs = skewMs;
    this.list = list;
  }
}

/** The server's rows and the gates, moved by the production's rules alone. */
export class GateSimulation {
  readonly people: Registration[] = [];
  readonly gates: SimulatedGate[];
  readonly facts = new Map<string, CheckInEvent>();
  readonly presences = new Map<string, GateListPresence>();
  readonly passed: ActualPassage[] = [];
  readonly deaths: { readonly person: number; readonly serial: number; readonly minute: number }[] = [];
  #scans = 0;

  constructor(people: number, skews: readonly number[]) {
    for (let each = 0; each < people; each += 1) this.#setRegistration(each, this.#createApproved(), 0);
    this.gates = skews.map((skew, index) => new SimulatedGate(`Gate ${index}`, skew, this.#buildGateList()));
    for (const gate of this.gates) this.synchronize(gate, 0, (all) => [...all]);
  }

  #createApproved(): Registration {
    const pending = buildRegistration(gateConference);
    const context = { actor: secretariatActor, at: toTime(0) };
    return getChangedRegistration(
      decideAccreditation(gateConference, buildPools(gateConference), pending, { decision: "approve" }, context),
    );
  }

  /** As the committer does: the lives of badges follow from before and after. */
  #setRegistration(person: number, after: Registration, minute: number): void {
    const lives = updateBadgeValidityPeriods(this.people[person], after, toTime(minute));
    this.people[person] = { ...after, badgeValidityPeriods: lives };
  }

  revoke(person: number, minute: number): void {
    const before = this.#getPerson(person);
    if (before.accreditation.state !== "approved") return;
    const context = { actor: secretariatActor, at: toTime(minute) };
    this.#setRegistration(
      person,
      getChangedRegistration(
        decideAccreditation(gateConference, buildPools(gateConference), before, { decision: "revoke" }, context),
      ),
      minute,
    );
    this.deaths.push({ person, serial: before.badgeSerial, minute });
  }

  reprint(person: number, minute: number): void {
    const before = this.#getPerson(person);
    if (before.accreditation.state !== "approved") return;
    this.#setRegistration(
      person,
      getChangedRegistration(reprintBadge(before, "lost", { actor: secretariatActor, at: toTime(minute) })),
      minute,
    );
    this.deaths.push({ person, serial: before.badgeSerial, minute });
  }

  /** A badge is read. @returns the gate's verdict */
  scan(gate: SimulatedGate, person: number, serial: number, direction: ScanDirection, minute: number): ScanVerdict {
    this.#scans += 1;
    const scanId = `scan-${this.#scans}`;
    const claims = { registrationId: this.#getPerson(person).registrationId, serial };
    const verdict = gate.online
      ? this.#scanOnline(gate, scanId, claims, direction, minute)
      : this.#scanOffline(gate, scanId, claims, direction, minute);
    if (verdict.verdict === "admit") this.passed.push({ scanId, person, serial, direction, minute });
    return verdict;
  }

  #scanOnline(
    gate: SimulatedGate,
    scanId: string,
    claims: QueuedScan["claims"],
    direction: ScanDirection,
    minute: number,
  ): ScanVerdict {
    const presence = this.presences.get(toPresenceKey(claims.registrationId, "venue"));
    const now = toTime(minute);
    const at = presence && presence.since >= now ? addMillisecond(presence.since) : now;
    const verdict = evaluateScan(gateConference, claims, this.#findHolder(claims), { presence }, { direction, at });
    if (verdict.verdict === "admit")
      this.#storeCheckIn(toCheckInEvent(claims, { scanId, gate: gate.name, direction, at }));
    return verdict;
  }

  #scanOffline(
    gate: SimulatedGate,
    scanId: string,
    claims: QueuedScan["claims"],
    direction: ScanDirection,
    minute: number,
  ): ScanVerdict {
    const at = toTime(minute, gate.skewMs);
    const corrected = new Date(Date.parse(at) + gate.offset).toISOString();
    const reading = { direction, at: corrected };
    const verdict = evaluateOfflineScan(
      gate.list,
      { ...claims, conferenceTag: gateConferenceTag },
      gate.passages,
      reading,
    );
    if (verdict.verdict === "admit") {
      gate.passages.push(toCheckInEvent(claims, { scanId, gate: gate.name, ...reading }));
      gate.queue.push({ scanId, claims, direction, at });
    }
    return verdict;
  }

  /** The gate sends what it has, in any order and some of it again, and fetches what changed. */
  synchronize(
    gate: SimulatedGate,
    minute: number,
    inWhichOrder: (queued: readonly QueuedScan[]) => readonly QueuedScan[],
  ): void {
    gate.offset = measureClockOffset(toTime(minute, gate.skewMs), toTime(minute));
    for (const queued of inWhichOrder([...gate.queue, ...gate.sent])) this.#receiveScan(gate, queued, minute);
    for (const queued of gate.queue) this.#receiveScan(gate, queued, minute);
    gate.sent.push(...gate.queue.splice(0));
    gate.passages = [];
    gate.list = this.#buildGateList();
    gate.syncedAt = minute;
  }

  #receiveScan(gate: SimulatedGate, { scanId, claims, direction, at }: QueuedScan, minute: number): void {
    if (this.facts.has(scanId)) return;
    const corrected = correctScanTime(at, gate.offset, toTime(minute));
    const before = [...this.facts.values()].filter((each) => each.registrationId === claims.registrationId);
    const late = { scanId, gate: gate.name, direction, at: corrected, admitted: true };
    const { event } = reconcileOfflineScan(gateConference, claims, this.#findHolder(claims), late, before, undefined);
    if (!event) throw new Error("a passage that happened was not recorded");
    this.#storeCheckIn(event);
  }

  #storeCheckIn(fact: CheckInEvent): void {
    this.facts.set(fact.scanId, fact);
    const { registrationId, place } = fact;
    const key = toPresenceKey(registrationId, place);
    const now = findLatestPresence([fact], this.presences.get(key));
    if (now) this.presences.set(key, { ...now, registrationId, place });
  }

  #buildGateList(): GateList {
    const items = this.people.flatMap((each) => toGateBadge(each) ?? []);
    const presences = [...this.presences.values()];
    return mergeGateListPage(undefined, buildGateListPage({ conferenceTag: gateConferenceTag, items, presences }));
  }

  #findHolder = ({ registrationId }: QueuedScan["claims"]) =>
    this.people.find((each) => each.registrationId === registrationId);

  #getPerson(index: number): Registration {
    const person = this.people[index];
    if (!person) throw new Error("no such person");
    return person;
  }
}
