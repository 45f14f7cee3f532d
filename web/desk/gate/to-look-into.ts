import { call } from "../../api/client.ts";
import { everyPage } from "../../api/every-page.ts";
import type { KeptConflict } from "./kept.ts";

/** The server reads all passages of a conference to answer this: not at every exchange, in ms. */
const every = 300_000;

/** So many are shown; whoever has more has another problem than this list. */
const most = 200;

/** What the records have against passages: those of this gate, as it is told of each, and those of all gates. */
export class ToLookInto {
  #own: readonly KeptConflict[];
  #all: readonly KeptConflict[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(own: readonly KeptConflict[] = []) {
    this.#own = own;
  }

  add(conflicts: readonly KeptConflict[]): void {
    this.#own = [...this.#own, ...conflicts];
  }

  get isDue(): boolean {
    return Date.now() - this.#askedAt > every;
  }

  /** Asks the server for those of all gates. The gate reads on without an answer, and asks again the next time. */
  async ask(conferenceId: string, token: string): Promise<void> {
    this.#askedAt = Date.now();
    try {
      this.#all = await fetchIncidents(conferenceId, token);
    } catch {
      this.#askedAt = Number.NEGATIVE_INFINITY;
    }
  }

  /** Each once, in the order in which they happened, without what was looked into at this device. */
  without(looked: readonly string[] = []): readonly KeptConflict[] {
    const each = new Map([...this.#own, ...this.#all].map((conflict) => [conflict.scanId, conflict]));
    for (const scanId of looked) each.delete(scanId);
    return [...each.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  }
}

/** What gates let through without the network and the records have something against. @throws Refused, Unreachable */
async function fetchIncidents(conferenceId: string, token: string): Promise<readonly KeptConflict[]> {
  const params = { conferenceId };
  const all = await everyPage(
    (cursor) => call("listIncidents", { params, query: { limit: 100, cursor }, token }),
    most,
  );
  return all.map(({ scanId, registrationId, reason, at, direction, gate, against }) => ({
    ...{ scanId, registrationId, reason, at, direction, gate },
    ...(against && { against }),
  }));
}
