import { type GateList, withPage } from "#shared/domain/entry/gate-list.ts";
import type { Fact } from "#shared/domain/entry/history.ts";
import {
  admit,
  type BadgeClaims,
  type Particulars,
  placeOf,
  refuse,
  type Verdict,
} from "#shared/domain/entry/verdict.ts";
import { type AnswerOf, call, Unreachable } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";
import { type Alone, decideAlone, factOf, insideOf } from "./alone.ts";
import { DeskDatabase } from "./database.ts";
import { callsOf, fetchChanges, sendPassages } from "./exchange.ts";
import type { Conference, Door, KeptConflict, KeptDesk, Passage, Shown } from "./kept.ts";

/** So long a badge's holder waits for the server before the gate decides alone, in ms. */
const patience = 3_000;

/** A desk that nobody synchronised for so long is taken off the device when it is opened, in ms: two days. */
const longestKept = 172_800_000;

/** `signed-out`: the network may be there, but nobody is signed in any more. */
export type Network = "connecting" | "online" | "offline" | "signed-out";

/** What the page shows of the gate. */
export interface GateState {
  readonly desk: KeptDesk;
  readonly network: Network;
  /** How many passages the server hasn't heard of. */
  readonly waiting: number;
  readonly conflicts: readonly KeptConflict[];
  /** How many are inside, as far as this gate knows. */
  readonly inside: number;
  /** Why the last exchange failed, if it wasn't for the network. */
  readonly problem?: unknown;
  readonly shown?: Shown | undefined;
}

/**
 * The gate of this device. With the network the server judges each badge; without it the gate does, by its list and by
 * whom it let through, and tells the server later. Whoever is let through is on the disk before anybody sees the verdict.
 */
export class Gate {
  readonly #database: DeskDatabase;
  readonly #passages: Map<string, Passage>;
  readonly #listeners = new Set<(state: GateState) => void>();
  #list: GateList | undefined;
  #state: GateState;
  #turn: Promise<unknown> = Promise.resolve();
  #exchange: Promise<void> | undefined;
  #isClosed = false;

  private constructor(database: DeskDatabase, desk: KeptDesk, list?: GateList, passages: readonly Passage[] = []) {
    this.#database = database;
    this.#list = list;
    this.#passages = new Map(passages.map((each) => [each.scanId, each]));
    this.#state = { desk, network: "connecting", waiting: 0, conflicts: [], inside: 0 };
    this.#tell({});
  }

  /** The gate that this device was, if it was one and that isn't long ago. */
  static async reopen(): Promise<Gate | undefined> {
    const database = await DeskDatabase.open();
    const { desk, list, passages, conflicts } = await database.read();
    const isStale = passages.every(({ known }) => known) && (desk?.list?.at ?? 0) < Date.now() - longestKept;
    if (!desk || isStale) {
      await database.remove();
      return undefined;
    }
    const gate = new Gate(database, desk, list, passages);
    gate.#tell({ conflicts });
    return gate;
  }

  /** A gate on a device that was none, with its first list. @throws Refused, Unreachable */
  static async setUp(conference: Conference, door: Door): Promise<Gate> {
    const gate = new Gate(await DeskDatabase.open(), { conference, door });
    await gate.synchronise();
    const { problem, desk } = gate.#state;
    if (desk.list) return gate;
    await gate.signOut();
    throw problem ?? new Unreachable("no list");
  }

  get state(): GateState {
    return this.#state;
  }

  follow(listener: (state: GateState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async changeDoor(door: Door): Promise<void> {
    const desk = { ...this.#state.desk, door };
    this.#tell({ desk, shown: undefined });
    await this.#database.keepDesk(desk);
  }

  /** Somebody has looked into them. */
  async clearConflicts(): Promise<void> {
    await this.#database.forgetConflicts();
    this.#tell({ conflicts: [] });
  }

  /** Whom a conflict is about. */
  nameOf(registrationId: string): string {
    return this.#list?.badges.get(registrationId)?.nameOnBadge ?? registrationId;
  }

  clear(): void {
    this.#tell({ shown: undefined });
  }

  /** A badge was read. One is decided after the other, so that the same badge twice is seen to be that. */
  read(token: string): Promise<Shown> {
    const turn = this.#turn.then(() => this.#readOne(token));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #readOne(token: string): Promise<Shown> {
    const { door } = this.#state.desk;
    const reading = { scanId: crypto.randomUUID(), token, at: new Date().toISOString(), door };
    const said = this.#state.network === "online" ? await this.#ask(reading) : undefined;
    const shown = said ?? (await this.#decide(reading));
    this.#tell({ shown });
    return shown;
  }

  async #ask({ scanId, token, at, door }: Reading): Promise<Shown | undefined> {
    const { conferenceId } = this.#state.desk.conference;
    try {
      const { items } = await call("scan", {
        params: { conferenceId },
        body: { ...door, scans: [{ scanId, token, at }] },
        token: await freshToken(),
        signal: AbortSignal.timeout(patience),
      });
      const [answer] = items;
      if (!answer) throw new Unreachable("no verdict");
      if (answer.verdict === "admit") await this.#keepClaimed({ scanId, token, at, door }, true);
      return { scanId, verdict: verdictOf(answer), person: answer.person, door, offline: false, at };
    } catch {
      // Whatever it was, somebody stands at the door; why, the next exchange will say.
      this.#tell({ network: "offline" });
      void this.synchronise();
      return undefined;
    }
  }

  async #decide(reading: Reading): Promise<Shown> {
    const { scanId, door, at } = reading;
    const alone = await this.#alone(reading).catch(() => undefined);
    if (!alone) return { scanId, verdict: { verdict: "undecided" }, door, offline: true, at };
    if (alone.verdict.verdict === "admit" && alone.claims) await this.#keep(reading, alone.claims, false);
    return { scanId, verdict: alone.verdict, person: alone.person, door, offline: true, at };
  }

  async #alone(reading: Reading): Promise<Alone | undefined> {
    const kept = this.#state.desk.list;
    if (!this.#list || !kept) return undefined;
    return decideAlone(this.#list, kept.keys, this.#facts(), { ...reading, at: this.#corrected(reading.at) });
  }

  /** With the network the server knows whose badge it is; so that this gate does too, it looks at the token itself. */
  async #keepClaimed(reading: Reading, known: boolean): Promise<void> {
    const alone = await this.#alone(reading).catch(() => undefined);
    if (alone?.claims) await this.#keep(reading, alone.claims, known);
  }

  async #keep({ scanId, token, at, door }: Reading, claims: BadgeClaims, known: boolean): Promise<void> {
    const passage = { scanId, token, at, door, known, fact: factOf(claims, door, scanId, this.#corrected(at)) };
    await this.#database.keepPassage(passage);
    this.#passages.set(scanId, passage);
  }

  #facts = (): Fact[] => [...this.#passages.values()].map(({ fact }) => fact);

  #corrected = (at: string): string => new Date(Date.parse(at) + (this.#state.desk.list?.offset ?? 0)).toISOString();

  /** Tells the server whom this gate let through, and asks what changed. One at a time; it never fails. */
  synchronise(): Promise<void> {
    this.#exchange ??= this.#exchangeAll().finally(() => {
      this.#exchange = undefined;
    });
    return this.#exchange;
  }

  async #exchangeAll(): Promise<void> {
    try {
      const token = await freshToken();
      if (token === undefined) return this.#tell({ network: navigator.onLine ? "signed-out" : "offline" });
      // Some may have been let through while the others were being told of.
      do {
        await this.#sendAll(token);
        await this.#fetch(token);
      } while (this.#waiting().length > 0);
      this.#tell({ network: "online", problem: undefined });
    } catch (error) {
      this.#tell({ network: "offline", problem: error instanceof Unreachable ? undefined : error });
    }
  }

  async #sendAll(token: string): Promise<void> {
    const { conferenceId } = this.#state.desk.conference;
    for (const some of callsOf(this.#waiting())) {
      const { known, conflicts } = await sendPassages(conferenceId, some, token);
      await this.#database.keepAnswers(known, conflicts);
      for (const each of known) this.#passages.set(each.scanId, each);
      this.#tell({ conflicts: [...this.#state.conflicts, ...conflicts] });
    }
  }

  /** What the server knew before it made the list needs no remembering. */
  async #fetch(token: string): Promise<void> {
    const done = [...this.#passages.values()].filter(({ known }) => known).map(({ scanId }) => scanId);
    const { conferenceId } = this.#state.desk.conference;
    const { pages, list } = await fetchChanges(conferenceId, this.#state.desk.list, token);
    const desk = { ...this.#state.desk, list };
    if (this.#isClosed) return;
    await this.#database.keepPages(desk, pages, done);
    for (const page of pages) this.#list = withPage(this.#list, page);
    for (const scanId of done) this.#passages.delete(scanId);
    this.#tell({ desk: { ...this.#state.desk, list } });
  }

  #waiting = (): Passage[] => [...this.#passages.values()].filter(({ known }) => !known);

  /** The network is gone, as the browser says before any call fails. */
  disconnect(): void {
    this.#tell({ network: "offline" });
  }

  /** Nothing of anybody stays on the device. */
  async signOut(): Promise<void> {
    this.#isClosed = true;
    await this.#database.remove();
  }

  #tell(news: Partial<GateState>): void {
    const next = { ...this.#state, ...news };
    const inside = insideOf(this.#list, this.#facts(), placeOf(next.desk.door.sessionId));
    this.#state = { ...next, inside, waiting: this.#waiting().length };
    for (const listener of this.#listeners) listener(this.#state);
  }
}

type Reading = Pick<Passage, "scanId" | "token" | "at" | "door">;

/** The contract says what is in an answer by its JSON, the rules by their types; a refusal without a reason stays one. */
function verdictOf({ verdict, reason, particulars }: AnswerOf<"scan">["items"][number]): Verdict {
  return verdict === "admit" ? admit : refuse(reason ?? "forged", particulars as Particulars | undefined);
}
