import { type GateList, type GateListPage, withPage } from "#shared/domain/entry/gate-list.ts";
import type { Fact } from "#shared/domain/entry/history.ts";
import type { BadgeClaims, Place } from "#shared/domain/entry/verdict.ts";
import { type Alone, decideAlone, factOf, insideOf } from "./alone.ts";
import type { DeskDatabase, Kept } from "./database.ts";
import type { Door, KeptConflict, KeptDesk, KeptList, Passage } from "./kept.ts";

/** One badge at one door. */
export interface Reading {
  readonly scanId: string;
  readonly token: string;
  readonly at: string;
  readonly door: Door;
}

/** The list this gate judges by, and whom it let through: on the disk first, then here. */
export class Memory {
  readonly #database: DeskDatabase;
  readonly #passages: Map<string, Passage>;
  #list: GateList | undefined;

  constructor(database: DeskDatabase, { list, passages }: Partial<Pick<Kept, "list" | "passages">> = {}) {
    this.#database = database;
    this.#list = list;
    this.#passages = new Map(passages?.map((each) => [each.scanId, each]));
  }

  /** Whom the server hasn't heard of. */
  get waiting(): readonly Passage[] {
    return [...this.#passages.values()].filter(({ known }) => !known);
  }

  get #facts(): Fact[] {
    return [...this.#passages.values()].map(({ fact }) => fact);
  }

  insideOf(place: Place): number {
    return insideOf(this.#list, this.#facts, place);
  }

  nameOf(registrationId: string): string | undefined {
    return this.#list?.badges.get(registrationId)?.nameOnBadge;
  }

  /** What this gate says alone; nothing without a list, or where the browser can't check signatures. */
  async judge(reading: Reading, kept: KeptList | undefined): Promise<Alone | undefined> {
    if (!this.#list || !kept) return undefined;
    const at = corrected(reading.at, kept);
    return decideAlone(this.#list, kept.keys, this.#facts, { ...reading, at }).catch(() => undefined);
  }

  async keepPassage(
    { scanId, token, at, door }: Reading,
    claims: BadgeClaims,
    { known, list }: { readonly known: boolean; readonly list: KeptList | undefined },
  ): Promise<void> {
    const fact = factOf(claims, door, scanId, corrected(at, list));
    const passage: Passage = { scanId, token, at, door, known, fact };
    await this.#database.keepPassage(passage);
    this.#passages.set(scanId, passage);
  }

  async keepAnswers(known: readonly Passage[], conflicts: readonly KeptConflict[]): Promise<void> {
    await this.#database.keepAnswers(known, conflicts);
    for (const each of known) this.#passages.set(each.scanId, each);
  }

  /** Whom the server has heard of now, and by then needs no remembering once the list that comes next is kept. */
  get known(): readonly string[] {
    return [...this.#passages.values()].filter(({ known }) => known).map(({ scanId }) => scanId);
  }

  async keepPages(desk: KeptDesk, pages: readonly GateListPage[], done: readonly string[]): Promise<void> {
    await this.#database.keepPages(desk, pages, done);
    for (const page of pages) this.#list = withPage(this.#list, page);
    for (const scanId of done) this.#passages.delete(scanId);
  }
}

/** By the server's clock. */
const corrected = (at: string, list: KeptList | undefined): string =>
  new Date(Date.parse(at) + (list?.offset ?? 0)).toISOString();
