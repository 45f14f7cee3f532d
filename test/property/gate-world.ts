import { decide } from "#shared/domain/accreditation.ts";
import { reprint } from "#shared/domain/badge.ts";
import type { Change } from "#shared/domain/change.ts";
import { badgeLives, gateBadge } from "#shared/domain/entry/badge.ts";
import { clockOffset, correctedTime, justAfter } from "#shared/domain/entry/clock.ts";
import { type GateList, type ListedPresence, withPage } from "#shared/domain/entry/gate-list.ts";
import { type Fact, latest, presenceKey } from "#shared/domain/entry/history.ts";
import { judge } from "#shared/domain/entry/judge.ts";
import { judgeOffline } from "#shared/domain/entry/offline.ts";
import { factOf, reconcile } from "#shared/domain/entry/reconcile.ts";
import type { Direction, Verdict } from "#shared/domain/entry/verdict.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { aConference, aRegistration, pools, secretariat } from "../support/builders.ts";

const conference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 9 } });
const conferenceTag = "0a0b0c0d";
const start = Date.parse("2027-10-26T06:00:00.000Z");

/** A moment of true time, in minutes from the beginning. */
const timeAt = (minute: number, skewMs = 0) => new Date(start + minute * 60_000 + skewMs).toISOString();

/** Somebody really went through a door: what the ordered history is made of. */
export interface Passed {
  readonly scanId: string;
  readonly person: number;
  readonly serial: number;
  readonly direction: Direction;
  readonly minute: number;
}

interface Queued {
  readonly scanId: string;
  readonly claims: { readonly registrationId: string; readonly serial: number };
  readonly direction: Direction;
  /** By the gate's own clock. */
  readonly at: string;
}

/** A gate: its clock is wrong by the same amount all the time, and it learns by how much as it synchronises. */
class Gate {
  readonly name: string;
  readonly skewMs: number;
  online = true;
  offset = 0;
  list: GateList;
  syncedAt = 0;
  passages: Fact[] = [];
  queue: Queued[] = [];
  sent: Queued[] = [];

  constructor(name: string, skewMs: number, list: GateList) {
    this.name = name;
    this.skewMs = skewMs;
    this.list = list;
  }
}

const outcome = ({ registrations: [step] }: Change): Registration => {
  if (!step) throw new Error("no step");
  return step.after;
};

/** The server's rows and the gates, moved by the production's rules alone. */
export class GateWorld {
  readonly people: Registration[] = [];
  readonly gates: Gate[];
  readonly facts = new Map<string, Fact>();
  readonly presences = new Map<string, ListedPresence>();
  readonly passed: Passed[] = [];
  readonly deaths: { readonly person: number; readonly serial: number; readonly minute: number }[] = [];
  #scans = 0;

  constructor(people: number, skews: readonly number[]) {
    for (let each = 0; each < people; each += 1) this.#change(each, this.#approved(), 0);
    this.gates = skews.map((skew, index) => new Gate(`Gate ${index}`, skew, this.#wholeList()));
    for (const gate of this.gates) this.synchronise(gate, 0, (all) => [...all]);
  }

  #approved(): Registration {
    const pending = aRegistration(conference);
    const context = { actor: secretariat, at: timeAt(0) };
    return outcome(decide(conference, pools(conference), pending, { decision: "approve" }, context));
  }

  /** As the committer does: the lives of badges follow from before and after. */
  #change(person: number, after: Registration, minute: number): void {
    const lives = badgeLives(this.people[person], after, timeAt(minute));
    this.people[person] = { ...after, badgeLives: lives };
  }

  revoke(person: number, minute: number): void {
    const before = this.#person(person);
    if (before.accreditation.state !== "approved") return;
    const context = { actor: secretariat, at: timeAt(minute) };
    this.#change(
      person,
      outcome(decide(conference, pools(conference), before, { decision: "revoke" }, context)),
      minute,
    );
    this.deaths.push({ person, serial: before.badgeSerial, minute });
  }

  reprint(person: number, minute: number): void {
    const before = this.#person(person);
    if (before.accreditation.state !== "approved") return;
    this.#change(person, outcome(reprint(before, "lost", { actor: secretariat, at: timeAt(minute) })), minute);
    this.deaths.push({ person, serial: before.badgeSerial, minute });
  }

  /** A badge is read. @returns the gate's verdict */
  read(gate: Gate, person: number, serial: number, direction: Direction, minute: number): Verdict {
    this.#scans += 1;
    const scanId = `scan-${this.#scans}`;
    const claims = { registrationId: this.#person(person).registrationId, serial };
    const verdict = gate.online
      ? this.#readOnline(gate, scanId, claims, direction, minute)
      : this.#readOffline(gate, scanId, claims, direction, minute);
    if (verdict.verdict === "admit") this.passed.push({ scanId, person, serial, direction, minute });
    return verdict;
  }

  #readOnline(gate: Gate, scanId: string, claims: Queued["claims"], direction: Direction, minute: number): Verdict {
    const presence = this.presences.get(presenceKey(claims.registrationId, "venue"));
    const now = timeAt(minute);
    const at = presence && presence.since >= now ? justAfter(presence.since) : now;
    const verdict = judge(conference, claims, this.#holder(claims), { presence }, { direction, at });
    if (verdict.verdict === "admit") this.#keep(factOf(claims, { scanId, gate: gate.name, direction, at }));
    return verdict;
  }

  #readOffline(gate: Gate, scanId: string, claims: Queued["claims"], direction: Direction, minute: number): Verdict {
    const at = timeAt(minute, gate.skewMs);
    const corrected = new Date(Date.parse(at) + gate.offset).toISOString();
    const reading = { direction, at: corrected };
    const verdict = judgeOffline(gate.list, { ...claims, conferenceTag }, gate.passages, reading);
    if (verdict.verdict === "admit") {
      gate.passages.push(factOf(claims, { scanId, gate: gate.name, ...reading }));
      gate.queue.push({ scanId, claims, direction, at });
    }
    return verdict;
  }

  /** The gate sends what it has, in any order and some of it again, and fetches what changed. */
  synchronise(gate: Gate, minute: number, inWhichOrder: (queued: readonly Queued[]) => readonly Queued[]): void {
    gate.offset = clockOffset(timeAt(minute, gate.skewMs), timeAt(minute));
    for (const queued of inWhichOrder([...gate.queue, ...gate.sent])) this.#hear(gate, queued, minute);
    for (const queued of gate.queue) this.#hear(gate, queued, minute);
    gate.sent.push(...gate.queue.splice(0));
    gate.passages = [];
    gate.list = this.#wholeList();
    gate.syncedAt = minute;
  }

  #hear(gate: Gate, { scanId, claims, direction, at }: Queued, minute: number): void {
    if (this.facts.has(scanId)) return;
    const corrected = correctedTime(at, gate.offset, timeAt(minute));
    const before = [...this.facts.values()].filter((each) => each.registrationId === claims.registrationId);
    const late = { scanId, gate: gate.name, direction, at: corrected, admitted: true };
    const { fact } = reconcile(conference, claims, this.#holder(claims), late, before, undefined);
    if (!fact) throw new Error("a passage that happened was not recorded");
    this.#keep(fact);
  }

  #keep(fact: Fact): void {
    this.facts.set(fact.scanId, fact);
    const { registrationId, place } = fact;
    const key = presenceKey(registrationId, place);
    const now = latest([fact], this.presences.get(key));
    if (now) this.presences.set(key, { ...now, registrationId, place });
  }

  #wholeList(): GateList {
    const items = this.people.flatMap((each) => gateBadge(each) ?? []);
    const presences = [...this.presences.values()];
    return withPage(undefined, {
      conferenceTag,
      timeZone: "UTC",
      seatedSessions: [],
      items,
      presences,
      delegations: [],
    });
  }

  #holder = ({ registrationId }: Queued["claims"]) =>
    this.people.find((each) => each.registrationId === registrationId);

  #person(index: number): Registration {
    const person = this.people[index];
    if (!person) throw new Error("nobody");
    return person;
  }
}
