import { useEffect, useState } from "preact/hooks";
import { toCheckInPlace } from "#shared/check-in/check-in.rules.ts";
import type { ScanRefusalReason } from "#shared/model/check-in.ts";
import { ApiError, isSessionOver, NetworkError } from "../../kit/api/client.ts";
import { endStaffSessionHere, getFreshIdToken } from "../../kit/session/staff-session.ts";
import { recordActivity } from "../../kit/session/user-activity.ts";
import { DeskDatabase, type StoredGate } from "./desk-database.ts";
import { fetchGateListChanges, groupIntoCalls, requestVerdict, sendAdmittedScans } from "./gate-api.ts";
import { type BadgeScan, GateMemory, selectToken } from "./gate-memory.ts";
import type { DeskConference, GateSettings, GateState, ScanOverride, ScanResult, StoredDesk } from "./gate-state.ts";
import { IncidentList } from "./incident-list.ts";

/** A desk that was not synchronized for this time is deleted when it is opened, in ms: two days. */
const maxStoredMs = 172_800_000;

/**
 * The gate of this device. Online, the server evaluates each badge. Offline, the gate does, with its list and its own
 * admissions, and sends them later. An admission is stored before its verdict is shown.
 */
export class GateController {
  readonly #database: DeskDatabase;
  readonly #memory: GateMemory;
  readonly #incidents: IncidentList;
  readonly #listeners = new Set<(state: GateState) => void>();
  #state: GateState;
  #queue: Promise<unknown> = Promise.resolve();
  #synchronization: Promise<void> | undefined;
  #isClosed = false;
  /** Whether the browser has lost the network since the synchronization began, and has not regained it. */
  #isNetworkLost = false;

  private constructor(database: DeskDatabase, desk: StoredDesk, stored: Partial<StoredGate> = {}) {
    this.#database = database;
    this.#memory = new GateMemory(database, stored);
    this.#incidents = new IncidentList(stored.incidents);
    this.#state = { desk, network: "connecting", pendingCount: 0, openIncidents: [], inside: 0 };
    this.#updateState({});
  }

  /** Restores the stored gate; undefined if there is none or it is stale, which deletes it. */
  static async restore(): Promise<GateController | undefined> {
    const database = await DeskDatabase.open();
    const stored = await database.load();
    const { desk, admittedScans } = stored;
    const isStale = admittedScans.every(({ isSent }) => isSent) && (desk?.list?.at ?? 0) < Date.now() - maxStoredMs;
    if (desk && !isStale) return new GateController(database, desk, stored);
    await database.deleteAll();
    return undefined;
  }

  /** Sets up a gate and fetches its first list. @throws ApiError, NetworkError */
  static async setUp(conference: DeskConference, settings: GateSettings): Promise<GateController> {
    const gate = new GateController(await DeskDatabase.open(), { conference, settings });
    await gate.synchronize();
    const { problem, desk } = gate.#state;
    if (desk.list) return gate;
    await gate.signOut();
    throw problem ?? new NetworkError("no list");
  }

  /**
   * Sets the device up for another conference. The data of this one leaves the device, so its scans must have been
   * sent.
   * @returns undefined, and changes nothing, if scans are still to be sent
   * @throws ApiError, NetworkError
   */
  async changeConference(conference: DeskConference, settings: GateSettings): Promise<GateController | undefined> {
    await this.synchronize();
    const token = await getFreshIdToken();
    if (token === undefined) throw new NetworkError("signed out");
    const { pages, list } = await fetchGateListChanges(conference.conferenceId, undefined, token);
    if (this.#memory.pendingScans.length > 0) return undefined;
    this.#isClosed = true;
    await this.#database.clear();
    await this.#database.saveGateListPages({ conference, settings, list }, pages, []);
    return new GateController(this.#database, { conference, settings, list }, await this.#database.load());
  }

  get state(): GateState {
    return this.#state;
  }

  subscribe(listener: (state: GateState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async changeSettings(settings: GateSettings): Promise<void> {
    const desk = { ...this.#state.desk, settings };
    this.#updateState({ desk, scanResult: undefined });
    await this.#database.saveDesk(desk);
  }

  /** Hides all shown incidents on this device. */
  async dismissIncidents(): Promise<void> {
    const { desk, openIncidents } = this.#state;
    const dismissedScanIds = [...(desk.dismissedScanIds ?? []), ...openIncidents.map(({ scanId }) => scanId)];
    this.#updateState({ desk: { ...desk, dismissedScanIds } });
    await this.#database.saveDesk({ ...desk, dismissedScanIds });
  }

  /** The name of a person; the identifier if the list does not contain it. */
  getName(registrationId: string): string {
    return this.#memory.findName(registrationId) ?? registrationId;
  }

  clearResult(): void {
    this.#updateState({ scanResult: undefined });
  }

  /**
   * Evaluates a scanned badge. Scans run one after the other, so that a repeated badge is detected.
   * @param reads the possible readings of the token
   * @param override why the operator admits the person in spite of a refusal
   */
  scan(reads: readonly string[], override?: ScanOverride): Promise<ScanResult> {
    recordActivity();
    const result = this.#queue.then(() => this.#processScan(reads, override));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #processScan(reads: readonly string[], override?: ScanOverride): Promise<ScanResult> {
    const { settings, list } = this.#state.desk;
    const token = await selectToken(list?.keys ?? [], reads);
    const scan = { scanId: crypto.randomUUID(), token, at: new Date().toISOString(), settings, override };
    const online = this.#state.network === "online" ? await this.#decideOnline(scan) : undefined;
    const result = online ?? (await this.#decideOffline(scan));
    this.#updateState({ scanResult: result });
    return result;
  }

  async #decideOnline(scan: BadgeScan): Promise<ScanResult | undefined> {
    const { conference, list } = this.#state.desk;
    try {
      const result = await requestVerdict(conference.conferenceId, scan);
      if (result.verdict.verdict !== "admit") return result;
      // Reads the token too, so that this gate knows the admission while offline.
      const claims = (await this.#memory.decideOffline(scan, list))?.claims;
      if (claims) await this.#memory.saveAdmittedScan(scan, claims, { isSent: true, list });
      if (claims && result.conflict) await this.#saveOverrideIncident(scan, claims.registrationId, result.conflict);
      return result;
    } catch {
      // Any failure means an offline decision; the next synchronization reports the cause.
      this.#updateState({ network: "offline" });
      void this.synchronize();
      return undefined;
    }
  }

  async #saveOverrideIncident(
    { scanId, at, settings: { gate, direction }, override }: BadgeScan,
    registrationId: string,
    reason: ScanRefusalReason,
  ): Promise<void> {
    const incident = { scanId, registrationId, reason, at, direction, gate, ...(override && { override }) };
    await this.#memory.saveSentScans([], [incident]);
    this.#incidents.add([incident]);
  }

  async #decideOffline(scan: BadgeScan): Promise<ScanResult> {
    const { scanId, token, settings, at } = scan;
    const { list } = this.#state.desk;
    const decision = await this.#memory.decideOffline(scan, list);
    if (!decision) return { scanId, token, verdict: { verdict: "undecided" }, settings, offline: true, at };
    if (decision.verdict.verdict === "admit" && decision.claims)
      await this.#memory.saveAdmittedScan(scan, decision.claims, { isSent: false, list });
    return { scanId, token, verdict: decision.verdict, person: decision.person, settings, offline: true, at };
  }

  /** Sends pending scans and fetches list changes. One run at a time; it never throws. */
  synchronize(): Promise<void> {
    this.#synchronization ??= this.#runSynchronization().finally(() => {
      this.#synchronization = undefined;
    });
    return this.#synchronization;
  }

  async #runSynchronization(): Promise<void> {
    this.#isNetworkLost = false;
    try {
      const token = await getFreshIdToken();
      if (token === undefined) return this.#updateState({ network: navigator.onLine ? "signed-out" : "offline" });
      let problem: ApiError | undefined;
      // More people may have been admitted while the scans were being sent.
      do {
        problem = await this.#sendPendingScans(token);
        await this.#fetchGateList(token);
      } while (this.#memory.pendingScans.length > 0 && !problem);
      this.#updateState({ network: this.#isNetworkLost ? "offline" : "online", problem });
      if (this.#incidents.isDue) void this.refreshIncidents();
    } catch (error) {
      if (isSessionOver(error)) {
        endStaffSessionHere();
        return this.#updateState({ network: "signed-out", problem: undefined });
      }
      this.#updateState({ network: "offline", problem: error instanceof NetworkError ? undefined : error });
    }
  }

  /**
   * Scans that the server does not accept stay on the device and do not hold up the others.
   * @returns why the server did not accept scans
   */
  async #sendPendingScans(token: string): Promise<ApiError | undefined> {
    const { conferenceId } = this.#state.desk.conference;
    let problem: ApiError | undefined;
    for (const batch of groupIntoCalls(this.#memory.pendingScans)) {
      try {
        const { sentScans, incidents } = await sendAdmittedScans(conferenceId, batch, token);
        await this.#memory.saveSentScans(sentScans, incidents);
        this.#incidents.add(incidents);
        this.#updateState({});
      } catch (error) {
        if (!(error instanceof ApiError) || error.problem.status !== 422) throw error;
        problem = error;
      }
    }
    return problem;
  }

  /** Scans that the server received before it made the list are in the list, so they are removed here. */
  async #fetchGateList(token: string): Promise<void> {
    const done = this.#memory.sentScanIds;
    const { conferenceId } = this.#state.desk.conference;
    const { pages, list } = await fetchGateListChanges(conferenceId, this.#state.desk.list, token);
    if (this.#isClosed) return;
    await this.#memory.saveGateListPages({ ...this.#state.desk, list }, pages, done);
    this.#updateState({ desk: { ...this.#state.desk, list } });
  }

  /** Fetches the open incidents of all gates. It never throws; the next synchronization tries again. */
  async refreshIncidents(): Promise<void> {
    if (this.#state.network !== "online") return;
    const token = await getFreshIdToken().catch(() => undefined);
    if (token === undefined) return;
    await this.#incidents.refresh(this.#state.desk.conference.conferenceId, token);
    this.#updateState({});
  }

  /** The browser reports a lost network before a call fails, and responses that are under way still arrive. */
  setOffline(): void {
    this.#isNetworkLost = true;
    this.#updateState({ network: "offline" });
  }

  /**
   * The browser reports that the network is back. A synchronization that began before the loss may be under way, and the
   * gate is online when it succeeds.
   */
  setOnline(): void {
    this.#isNetworkLost = false;
  }

  /** Deletes all personal data from the device. */
  async signOut(): Promise<void> {
    this.#isClosed = true;
    await this.#database.deleteAll();
  }

  #updateState(change: Partial<GateState>): void {
    const next = { ...this.#state, ...change };
    const { settings, list } = next.desk;
    const inside = this.#memory.countInside(toCheckInPlace(settings.sessionId), new Date().toISOString(), list);
    const openIncidents = this.#incidents.listOpen(next.desk.dismissedScanIds);
    this.#state = { ...next, inside, openIncidents, pendingCount: this.#memory.pendingScans.length };
    for (const listener of this.#listeners) listener(this.#state);
  }
}

/** The synchronization intervals while online and while offline, in ms. */
const [onlineIntervalMs, offlineIntervalMs] = [20_000, 5_000];

/** The state of the gate. It synchronizes at an interval, and at once when the network returns. */
export function useGateState(gate: GateController): GateState {
  const [state, setState] = useState(gate.state);
  useEffect(() => {
    setState(gate.state);
    return gate.subscribe(setState);
  }, [gate]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const synchronize = async () => {
      clearTimeout(timer);
      await gate.synchronize();
      clearTimeout(timer);
      if (!isOver)
        timer = setTimeout(synchronize, gate.state.network === "online" ? onlineIntervalMs : offlineIntervalMs);
    };
    const handleOnline = () => {
      gate.setOnline();
      void synchronize();
    };
    const handleOffline = () => gate.setOffline();
    addEventListener("online", handleOnline);
    addEventListener("offline", handleOffline);
    void synchronize();
    return () => {
      isOver = true;
      clearTimeout(timer);
      removeEventListener("online", handleOnline);
      removeEventListener("offline", handleOffline);
    };
  }, [gate]);
  return state;
}
