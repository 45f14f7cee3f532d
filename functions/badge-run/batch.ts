import type { BadgeFacts } from "#shared/badge/facts.ts";
import { printBadges } from "#shared/badge/print/print.ts";
import type { MissingGlyph } from "#shared/badge/text/itemise.ts";
import type { BatchOrder, LeftOut } from "#shared/domain/badge-batch.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { glyphFault } from "#shared/papers/glyph-fault.ts";
import { badgeFactsOf, type Press, printingOf } from "#shared/papers/press.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import { ahead } from "./ahead.ts";

/** How many badges are signed, and their photos read, ahead of the one that is being set. */
const width = 12;

/** How often progress is told, in ms: well within a job's lease. */
const tellEvery = 2_000;

interface Loaded {
  readonly row: number;
  readonly registrationId: string;
  readonly serial: number;
  /** None for somebody who isn't confirmed any more. */
  readonly facts: BadgeFacts | undefined;
}

type PrintedBadge = Pick<Loaded, "registrationId" | "serial">;

/** The badges of one file, on their way: none is in memory any longer than until it is drawn, for photos are large. */
export class Batch {
  readonly #press: Press;
  readonly #conference: Conference;
  readonly #order: BatchOrder;
  readonly #tell: (done: number) => Promise<void>;
  #missing: MissingGlyph | undefined;
  /** Whose badge stands in the file, and which. */
  readonly printed: PrintedBadge[] = [];
  readonly leftOut: LeftOut[] = [];

  constructor(press: Press, conference: Conference, order: BatchOrder, tell: (done: number) => Promise<void>) {
    this.#press = press;
    this.#conference = conference;
    this.#order = order;
    this.#tell = tell;
  }

  /** The file with the badges of these registrations, in this order. */
  async print(ids: readonly string[]): Promise<Uint8Array> {
    const { layout, paper } = this.#order;
    const printing = printingOf(this.#conference, this.#press.fonts, paper, layout);
    const leaveOut = (_: BadgeFacts, error: MissingGlyph) => {
      this.#missing = error;
    };
    return Buffer.concat(await Array.fromAsync(printBadges(this.#facts(ids), { ...printing, leaveOut })));
  }

  /** Gives out one badge after the other; asked for the next, it knows what became of the one before. */
  async *#facts(ids: readonly string[]): AsyncGenerator<BadgeFacts> {
    let told = Date.now();
    for await (const loaded of ahead([...ids.entries()], width, ([index, id]) => this.#load(index + 1, id))) {
      this.#missing = undefined;
      if (loaded.facts) yield loaded.facts;
      this.#note(loaded);
      if (Date.now() - told < tellEvery) continue;
      told = Date.now();
      await this.#tell(loaded.row);
    }
  }

  async #load(row: number, registrationId: string): Promise<Loaded> {
    const registration = (await loadRegistrations(this.#press.table, [registrationId])).get(registrationId);
    const facts = registration && (await badgeFactsOf(this.#press, this.#conference, registration));
    return { row, registrationId, serial: registration?.badgeSerial ?? 0, facts };
  }

  #note({ row, registrationId, serial, facts }: Loaded): void {
    const leftOut = { row, outcome: "left-out", registrationId } as const;
    if (!facts) this.leftOut.push({ ...leftOut, refusal: "not-confirmed" });
    else if (!this.#missing) this.printed.push({ registrationId, serial });
    else {
      const faults = [{ row, ...glyphFault(this.#missing, [facts]) }];
      this.leftOut.push({ ...leftOut, refusal: "badge-not-printable", faults });
    }
  }
}
