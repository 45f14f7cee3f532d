import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { GateBadge } from "#shared/domain/entry/badge.ts";
import { type GateList, type GateListPage, type ListedPresence, withPage } from "#shared/domain/entry/gate-list.ts";
import { presenceKey } from "#shared/domain/entry/history.ts";
import type { KeptConflict, KeptDesk, Passage } from "./kept.ts";

interface Tables extends DBSchema {
  desk: { key: "desk"; value: KeptDesk };
  badges: { key: string; value: GateBadge };
  /** By `presenceKey`. */
  presences: { key: string; value: ListedPresence };
  delegations: { key: string; value: GateListPage["delegations"][number] };
  passages: { key: string; value: Passage };
  conflicts: { key: string; value: KeptConflict };
}

const name = "palais-desk";
const rows = ["badges", "presences", "delegations"] as const;

/** All that a device kept, as it was left. */
export interface Kept {
  readonly desk: KeptDesk | undefined;
  readonly list: GateList | undefined;
  readonly passages: readonly Passage[];
  readonly conflicts: readonly KeptConflict[];
}

/** What the desk needs without a network. It holds what the gate list has of people and nothing more, until sign-out. */
export class DeskDatabase {
  readonly #tables: IDBPDatabase<Tables>;

  private constructor(tables: IDBPDatabase<Tables>) {
    this.#tables = tables;
  }

  static async open(): Promise<DeskDatabase> {
    const tables = await openDB<Tables>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("desk");
        fresh.createObjectStore("badges", { keyPath: "registrationId" });
        fresh.createObjectStore("presences");
        fresh.createObjectStore("delegations", { keyPath: "delegationId" });
        fresh.createObjectStore("passages", { keyPath: "scanId" });
        fresh.createObjectStore("conflicts", { keyPath: "scanId" });
      },
    });
    return new DeskDatabase(tables);
  }

  async read(): Promise<Kept> {
    const tables = this.#tables;
    const [desk, items, presences, delegations, passages, conflicts] = await Promise.all([
      tables.get("desk", "desk"),
      tables.getAll("badges"),
      tables.getAll("presences"),
      tables.getAll("delegations"),
      tables.getAll("passages"),
      tables.getAll("conflicts"),
    ]);
    const list = desk?.list && withPage(undefined, { ...desk.list, items, presences, delegations });
    return { desk, list, passages, conflicts };
  }

  async keepDesk(desk: KeptDesk): Promise<void> {
    await this.#tables.put("desk", desk, "desk");
  }

  /** The pages of one look for changes, together with where the next goes on: all of it or nothing. */
  async keepPages(desk: KeptDesk, pages: readonly GateListPage[], done: readonly string[]): Promise<void> {
    const change = this.#tables.transaction(["desk", "passages", ...rows], "readwrite");
    const [badges, presences] = [change.objectStore("badges"), change.objectStore("presences")];
    const [delegations, passages] = [change.objectStore("delegations"), change.objectStore("passages")];
    for (const page of pages) {
      for (const badge of page.items) void badges.put(badge);
      for (const each of page.presences) void presences.put(each, presenceKey(each.registrationId, each.place));
      for (const each of page.delegations) void delegations.put(each);
    }
    for (const scanId of done) void passages.delete(scanId);
    void change.objectStore("desk").put(desk, "desk");
    await change.done;
  }

  /** Written through to the disk: whoever was let in is known even if the battery dies now. */
  async keepPassage(passage: Passage): Promise<void> {
    const change = this.#tables.transaction("passages", "readwrite", { durability: "strict" });
    void change.store.put(passage);
    await change.done;
  }

  /** The server has heard of these, and this is what it has against some of them. */
  async keepAnswers(passages: readonly Passage[], conflicts: readonly KeptConflict[]): Promise<void> {
    const change = this.#tables.transaction(["passages", "conflicts"], "readwrite");
    for (const each of passages) void change.objectStore("passages").put(each);
    for (const each of conflicts) void change.objectStore("conflicts").put(each);
    await change.done;
  }

  /** Takes everything off the device. */
  async remove(): Promise<void> {
    this.#tables.close();
    await deleteDB(name);
  }
}
