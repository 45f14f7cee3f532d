import { placeOf } from "#shared/domain/entry/verdict.ts";
import { Unreachable } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";
import { askServer } from "./ask.ts";
import { DeskDatabase, type Kept } from "./database.ts";
import { callsOf, fetchChanges, sendPassages } from "./exchange.ts";
import type { GateState } from "./gate-state.ts";
import type { Conference, Door, KeptDesk, Shown } from "./kept.ts";
import { Memory, type Reading } from "./memory.ts";
import { ToLookInto } from "./to-look-into.ts";

/** A desk that nobody synchronised for so long is taken off the device when it is opened, in ms: two days. */
const longestKept = 172_800_000;

/**
 * The gate of this device. With the network the server judges each badge; without it the gate does, by its list and by
 * whom it let through, and tells the server later. Whoever is let through is on the disk before anybody sees the verdict.
 */
export class Gate {
  readonly #database: DeskDatabase;
  readonly #memory: Memory;
  readonly #toLookInto: ToLookInto;
  readonly #listeners = new Set<(state: GateState) => void>();
  #state: GateState;
  #turn: Promise<unknown> = Promise.resolve();
  #exchange: Promise<void> | undefined;
  #isClosed = false;

  private constructor(database: DeskDatabase, desk: KeptDesk, kept: Partial<Kept> = {}) {
    this.#database = database;
    this.#memory = new Memory(database, kept);
    this.#toLookInto = new ToLookInto(kept.conflicts);
    this.#state = { desk, network: "connecting", waiting: 0, toLookInto: [], inside: 0 };
    this.#tell({});
  }

  /** The gate that this device was, if it was one and that isn't long ago. */
  static async reopen(): Promise<Gate | undefined> {
    const database = await DeskDatabase.open();
    const kept = await database.read();
    const { desk, passages } = kept;
    const isStale = passages.every(({ known }) => known) && (desk?.list?.at ?? 0) < Date.now() - longestKept;
    if (desk && !isStale) return new Gate(database, desk, kept);
    await database.remove();
    return undefined;
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

  /** Somebody at this device has looked into all that it shows. */
  async lookedInto(): Promise<void> {
    const { desk, toLookInto } = this.#state;
    const looked = [...(desk.looked ?? []), ...toLookInto.map(({ scanId }) => scanId)];
    this.#tell({ desk: { ...desk, looked } });
    await this.#database.keepDesk({ ...desk, looked });
  }

  /** Whom something to look into is about. */
  nameOf(registrationId: string): string {
    return this.#memory.nameOf(registrationId) ?? registrationId;
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

  async #ask(reading: Reading): Promise<Shown | undefined> {
    const { conference, list } = this.#state.desk;
    try {
      const shown = await askServer(conference.conferenceId, reading);
      if (shown.verdict.verdict !== "admit") return shown;
      // The server knows whose badge it is; so that this gate does too, it looks at the token itself.
      const claims = (await this.#memory.judge(reading, list))?.claims;
      if (claims) await this.#memory.keepPassage(reading, claims, { known: true, list });
      return shown;
    } catch {
      // Whatever it was, somebody stands at the door; why, the next exchange will say.
      this.#tell({ network: "offline" });
      void this.synchronise();
      return undefined;
    }
  }

  async #decide(reading: Reading): Promise<Shown> {
    const { scanId, door, at } = reading;
    const { list } = this.#state.desk;
    const alone = await this.#memory.judge(reading, list);
    if (!alone) return { scanId, verdict: { verdict: "undecided" }, door, offline: true, at };
    if (alone.verdict.verdict === "admit" && alone.claims)
      await this.#memory.keepPassage(reading, alone.claims, { known: false, list });
    return { scanId, verdict: alone.verdict, person: alone.person, door, offline: true, at };
  }

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
      } while (this.#memory.waiting.length > 0);
      this.#tell({ network: "online", problem: undefined });
      if (this.#toLookInto.isDue) void this.askWhatToLookInto();
    } catch (error) {
      this.#tell({ network: "offline", problem: error instanceof Unreachable ? undefined : error });
    }
  }

  async #sendAll(token: string): Promise<void> {
    const { conferenceId } = this.#state.desk.conference;
    for (const some of callsOf(this.#memory.waiting)) {
      const { known, conflicts } = await sendPassages(conferenceId, some, token);
      await this.#memory.keepAnswers(known, conflicts);
      this.#toLookInto.add(conflicts);
      this.#tell({});
    }
  }

  /** What the server knew before it made the list needs no remembering. */
  async #fetch(token: string): Promise<void> {
    const done = this.#memory.known;
    const { conferenceId } = this.#state.desk.conference;
    const { pages, list } = await fetchChanges(conferenceId, this.#state.desk.list, token);
    if (this.#isClosed) return;
    await this.#memory.keepPages({ ...this.#state.desk, list }, pages, done);
    this.#tell({ desk: { ...this.#state.desk, list } });
  }

  /** What gates have let through meanwhile, this one or others, that somebody should look into. */
  async askWhatToLookInto(): Promise<void> {
    const token = await freshToken();
    if (token === undefined || this.#state.network !== "online") return;
    await this.#toLookInto.ask(this.#state.desk.conference.conferenceId, token);
    this.#tell({});
  }

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
    const inside = this.#memory.insideOf(placeOf(next.desk.door.sessionId));
    const toLookInto = this.#toLookInto.without(next.desk.looked);
    this.#state = { ...next, inside, toLookInto, waiting: this.#memory.waiting.length };
    for (const listener of this.#listeners) listener(this.#state);
  }
}
