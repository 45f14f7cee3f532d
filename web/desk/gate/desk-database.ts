import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { type GateBadge, toPresenceKey } from "#shared/check-in/check-in.rules.ts";
import {
  type GateList,
  type GateListPage,
  type GateListPresence,
  mergeGateListPage,
} from "#shared/check-in/offline-scan.rules.ts";
import type { AdmittedScan, GateIncident, StoredDesk } from "./gate-state.ts";

interface DeskSchema extends DBSchema {
  desk: { key: "desk"; value: StoredDesk };
  badges: { key: string; value: GateBadge };
  /** By `toPresenceKey`. */
  presences: { key: string; value: GateListPresence };
  delegations: { key: string; value: GateListPage["delegations"][number] };
  admittedScans: { key: string; value: AdmittedScan };
  incidents: { key: string; value: GateIncident };
}

const databaseName = "palais-desk";
const gateListStores = ["badges", "presences", "delegations"] as const;

/** Everything that the device has stored. */
export interface StoredGate {
  readonly desk: StoredDesk | undefined;
  readonly list: GateList | undefined;
  readonly admittedScans: readonly AdmittedScan[];
  readonly incidents: readonly GateIncident[];
}

/** The offline store of the desk. It contains no more personal data than the gate list, until sign-out. */
export class DeskDatabase {
  readonly #tables: IDBPDatabase<DeskSchema>;

  private constructor(tables: IDBPDatabase<DeskSchema>) {
    this.#tables = tables;
  }

  static async open(): Promise<DeskDatabase> {
    const tables = await openDB<DeskSchema>(databaseName, 2, {
      upgrade(database) {
        for (const former of database.objectStoreNames) database.deleteObjectStore(former);
        database.createObjectStore("desk");
        database.createObjectStore("badges", { keyPath: "registrationId" });
        database.createObjectStore("presences");
        database.createObjectStore("delegations", { keyPath: "delegationId" });
        database.createObjectStore("admittedScans", { keyPath: "scanId" });
        database.createObjectStore("incidents", { keyPath: "scanId" });
      },
    });
    return new DeskDatabase(tables);
  }

  async load(): Promise<StoredGate> {
    const tables = this.#tables;
    const [desk, items, presences, delegations, admittedScans, incidents] = await Promise.all([
      tables.get("desk", "desk"),
      tables.getAll("badges"),
      tables.getAll("presences"),
      tables.getAll("delegations"),
      tables.getAll("admittedScans"),
      tables.getAll("incidents"),
    ]);
    const list = desk?.list && mergeGateListPage(undefined, { ...desk.list, items, presences, delegations });
    return { desk, list, admittedScans, incidents };
  }

  async saveDesk(desk: StoredDesk): Promise<void> {
    await this.#tables.put("desk", desk, "desk");
  }

  /** Saves the pages of one refresh and the position of the next one, in one transaction. */
  async saveGateListPages(desk: StoredDesk, pages: readonly GateListPage[], done: readonly string[]): Promise<void> {
    const change = this.#tables.transaction(["desk", "admittedScans", ...gateListStores], "readwrite");
    const [badges, presences] = [change.objectStore("badges"), change.objectStore("presences")];
    const [delegations, admittedScans] = [change.objectStore("delegations"), change.objectStore("admittedScans")];
    for (const page of pages) {
      for (const badge of page.items) void badges.put(badge);
      for (const each of page.presences) void presences.put(each, toPresenceKey(each.registrationId, each.place));
      for (const each of page.delegations) void delegations.put(each);
    }
    for (const scanId of done) void admittedScans.delete(scanId);
    void change.objectStore("desk").put(desk, "desk");
    await change.done;
  }

  /** Saves with strict durability, so that an admission survives a power loss. */
  async saveAdmittedScan(admittedScan: AdmittedScan): Promise<void> {
    const change = this.#tables.transaction("admittedScans", "readwrite", { durability: "strict" });
    void change.store.put(admittedScan);
    await change.done;
  }

  /** Saves scans that the server has received, and the incidents that it reported. */
  async saveSentScans(admittedScans: readonly AdmittedScan[], incidents: readonly GateIncident[]): Promise<void> {
    const change = this.#tables.transaction(["admittedScans", "incidents"], "readwrite");
    for (const each of admittedScans) void change.objectStore("admittedScans").put(each);
    for (const each of incidents) void change.objectStore("incidents").put(each);
    await change.done;
  }

  /** Removes the data of the gate, and keeps the database open. */
  async clear(): Promise<void> {
    const stores = ["desk", "admittedScans", "incidents", ...gateListStores] as const;
    const change = this.#tables.transaction(stores, "readwrite");
    for (const store of stores) void change.objectStore(store).clear();
    await change.done;
  }

  /** Deletes everything from the device. */
  async deleteAll(): Promise<void> {
    this.#tables.close();
    await deleteDB(databaseName);
  }
}
