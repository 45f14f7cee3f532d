import type * as z from "zod/mini";
import type { decision, decisionsAnswer } from "#shared/contract/accreditation.ts";
import type { capacityAnswer } from "#shared/contract/conference.ts";
import type { registrationAnswer, registrationList } from "#shared/contract/registration.ts";
import { type ConferenceBody, moveDates, readSeed, type SeedId } from "../../local/seeds/load.ts";
import type { ApiClient } from "../support/api-client.ts";
import { batches } from "./parallel.ts";
import type { Progress } from "./progress.ts";
import type { RunningSystem } from "./running-system.ts";
import { MailTally } from "./tally.ts";

export type Row = z.infer<typeof registrationAnswer>;
export type Decision = z.input<typeof decision>;
export type PoolCount = z.infer<typeof capacityAnswer>["items"][number];
type DecisionResult = z.infer<typeof decisionsAnswer>["items"][number];

/** What a journey works with. */
export interface Journey {
  readonly system: RunningSystem;
  readonly client: ApiClient;
  readonly progress: Progress;
}

/** One conference as the secretariat works on it, and the mails that its work has brought about. */
export class ConferenceDesk {
  readonly conferenceId: string;
  readonly body: ConferenceBody;
  readonly journey: Journey;
  readonly mails = new MailTally();

  constructor(journey: Journey, conferenceId: string, body: ConferenceBody) {
    this.journey = journey;
    this.conferenceId = conferenceId;
    this.body = body;
  }

  get here() {
    return { params: { conferenceId: this.conferenceId }, token: this.journey.system.tokens.secretariat };
  }

  /** Every registration, page by page. */
  async rows(query: Readonly<Record<string, string>> = {}): Promise<Row[]> {
    const all: Row[] = [];
    let cursor: string | null = null;
    do {
      const page: z.infer<typeof registrationList> = await this.journey.client.must("listRegistrations", {
        ...this.here,
        query: { ...query, limit: "100", ...(cursor && { cursor }) },
      });
      all.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return all;
  }

  async pools(): Promise<readonly PoolCount[]> {
    const { items } = await this.journey.client.must<z.infer<typeof capacityAnswer>>("readCapacity", this.here);
    return items;
  }

  async venue(): Promise<PoolCount> {
    const found = (await this.pools()).find(({ pool }) => pool === "venue");
    if (!found) throw new Error(`${this.conferenceId} has no venue`);
    return found;
  }

  /** Decides on many, at most 100 in one call. @throws Error when one of them is refused */
  async decideMany(rows: readonly Row[], decision: Decision): Promise<void> {
    for (const some of batches(100, rows)) {
      const body = { registrationIds: some.map(({ registrationId }) => registrationId), ...decision };
      const { items } = await this.journey.client.must<{ items: DecisionResult[] }>("decideMany", {
        ...this.here,
        body,
      });
      for (const { registrationId, seat, problem } of items) {
        if (problem)
          throw new Error(`${decision.decision} of ${registrationId} was refused: ${JSON.stringify(problem)}`);
        this.#promise(
          decision,
          seat,
          some.find((row) => row.registrationId === registrationId),
        );
      }
    }
  }

  async decideOne({ registrationId, version }: Row, decision: Decision): Promise<Row> {
    const row = await this.journey.client.must<Row>("decide", {
      params: { registrationId },
      token: this.here.token,
      headers: { "if-match": String(version) },
      body: decision,
    });
    this.#promise(decision, row.seat, row);
    return row;
  }

  #promise({ decision }: Decision, seat: string | undefined, row: Row | undefined): void {
    const waits = seat === "waiting";
    const kinds = {
      approve: waits ? "approved-waiting" : "approved",
      reject: "rejected",
      return: "returned",
      revoke: "revoked",
      reopen: waits ? "waiting" : "reopened",
    } as const;
    this.mails.add(kinds[decision]);
    if (decision === "approve" && !waits) this.letterFor(row);
  }

  /** Whoever asked for a letter for the visa gets it once they are confirmed. */
  letterFor(row: Row | undefined): void {
    if (row?.needs?.visaLetter) this.mails.add("visa-letter");
  }
}

/**
 * A conference of the seeds to travel through: the loaded one where nobody has registered yet, else a fresh one with the
 * same content under an identifier of its own.
 */
export async function openConference(journey: Journey, seed: SeedId): Promise<ConferenceDesk> {
  const body = moveDates(await readSeed(seed), Date.now());
  for (let number = 1; ; number += 1) {
    const conferenceId = number === 1 ? seed : `${seed}-journey-${number}`;
    const desk = new ConferenceDesk(journey, conferenceId, body);
    const { status, body: found } = await journey.client.send<{ registration?: string }>("readConference", {
      params: { conferenceId },
    });
    if (status === 200 && (found.registration !== "open" || (await desk.rows()).length > 0)) continue;
    if (status !== 200) await journey.client.must("putConference", { ...desk.here, body });
    return desk;
  }
}
