import type * as z from "zod/mini";
import type { bulkDecisionResponse, decisionRequest } from "#shared/accreditation/contract.ts";
import type { capacityResponse } from "#shared/conferences/contract.ts";
import type { registrationListResponse, registrationResponse } from "#shared/registrations/contract.ts";
import { type ConferenceBody, moveDates, readSeed, type SeedId } from "../../local/seeds/seeds.ts";
import type { ApiClient } from "../support/api-client.ts";
import { splitIntoBatches } from "./concurrency.ts";
import { EmailTally } from "./email-ledger.ts";
import type { JourneyProgress } from "./progress.ts";
import type { JourneySystem } from "./running-system.ts";

export type RegistrationRow = z.infer<typeof registrationResponse>;
export type DecisionBody = z.input<typeof decisionRequest>;
export type PoolCount = z.infer<typeof capacityResponse>["items"][number];
type DecisionResult = z.infer<typeof bulkDecisionResponse>["items"][number];

/** The context of a journey. */
export interface Journey {
  readonly system: JourneySystem;
  readonly client: ApiClient;
  readonly progress: JourneyProgress;
}

/** One conference as the secretariat works on it, and the emails that its work causes. */
export class ConferenceDesk {
  readonly conferenceId: string;
  readonly body: ConferenceBody;
  readonly journey: Journey;
  readonly expectedEmails = new EmailTally();
  /** The registrations whose form asked for a visa letter. Lists of registrations don't show needs. */
  readonly #visaLetterRequests = new Set<string>();

  constructor(journey: Journey, conferenceId: string, body: ConferenceBody) {
    this.journey = journey;
    this.conferenceId = conferenceId;
    this.body = body;
  }

  get here() {
    return { params: { conferenceId: this.conferenceId }, token: this.journey.system.tokens.secretariat };
  }

  /** Reads all registrations. */
  async listRegistrations(query: Readonly<Record<string, string>> = {}): Promise<RegistrationRow[]> {
    const all: RegistrationRow[] = [];
    let cursor: string | null = null;
    do {
      const page: z.infer<typeof registrationListResponse> = await this.journey.client.sendSuccessfully(
        "listRegistrations",
        {
          ...this.here,
          query: { ...query, limit: "100", ...(cursor && { cursor }) },
        },
      );
      all.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return all;
  }

  async listPools(): Promise<readonly PoolCount[]> {
    const { items } = await this.journey.client.sendSuccessfully<z.infer<typeof capacityResponse>>(
      "getCapacity",
      this.here,
    );
    return items;
  }

  async getVenuePool(): Promise<PoolCount> {
    const found = (await this.listPools()).find(({ pool }) => pool === "venue");
    if (!found) throw new Error(`${this.conferenceId} has no venue`);
    return found;
  }

  /** Decides on many registrations, at most 100 per call. @throws Error if one of them is refused */
  async decideRegistrations(rows: readonly RegistrationRow[], decision: DecisionBody): Promise<void> {
    for (const some of splitIntoBatches(100, rows)) {
      const body = { registrationIds: some.map(({ registrationId }) => registrationId), ...decision };
      const { items } = await this.journey.client.sendSuccessfully<{ items: DecisionResult[] }>("decideRegistrations", {
        ...this.here,
        body,
      });
      for (const { registrationId, seat, problem } of items) {
        if (problem)
          throw new Error(`${decision.decision} of ${registrationId} was refused: ${JSON.stringify(problem)}`);
        this.#expectEmail(
          decision,
          seat,
          some.find((row) => row.registrationId === registrationId),
        );
      }
    }
  }

  async decideOne({ registrationId, version }: RegistrationRow, decision: DecisionBody): Promise<RegistrationRow> {
    const row = await this.journey.client.sendSuccessfully<RegistrationRow>("decideRegistration", {
      params: { registrationId },
      token: this.here.token,
      headers: { "if-match": String(version) },
      body: decision,
    });
    this.#expectEmail(decision, row.seat, row);
    return row;
  }

  #expectEmail({ decision }: DecisionBody, seat: string | undefined, row: RegistrationRow | undefined): void {
    const waits = seat === "waiting";
    const kinds = {
      approve: waits ? "approved-waiting" : "approved",
      reject: "rejected",
      return: "returned",
      revoke: "revoked",
      reopen: waits ? "waiting" : "reopened",
    } as const;
    this.expectedEmails.add(kinds[decision]);
    if (decision === "approve" && !waits && row) this.expectVisaLetter(row);
  }

  recordVisaLetterRequest(registrationId: string): void {
    this.#visaLetterRequests.add(registrationId);
  }

  /** A person who requested a visa letter gets it once they are confirmed. */
  expectVisaLetter({ registrationId }: RegistrationRow): void {
    if (this.#visaLetterRequests.has(registrationId)) this.expectedEmails.add("visa-letter");
  }
}

/**
 * A seed conference for a journey: the loaded one if it has no registrations yet, otherwise a new one with the same
 * content under another identifier.
 */
export async function openConference(journey: Journey, seed: SeedId): Promise<ConferenceDesk> {
  const body = moveDates(await readSeed(seed), Date.now());
  for (let number = 1; ; number += 1) {
    const conferenceId = number === 1 ? seed : `${seed}-journey-${number}`;
    const desk = new ConferenceDesk(journey, conferenceId, body);
    const { status, body: found } = await journey.client.send<{ registration?: string }>("getConference", {
      params: { conferenceId },
    });
    if (status === 200 && (found.registration !== "open" || (await desk.listRegistrations()).length > 0)) continue;
    if (status !== 200) await journey.client.sendSuccessfully("putConference", { ...desk.here, body });
    return desk;
  }
}
