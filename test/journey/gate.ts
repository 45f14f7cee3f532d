import type * as z from "zod/mini";
import { computeConferenceTag, verifyToken } from "#shared/badges/token.ts";
import type { badgeKeysResponse, badgeResponse, scansResponse } from "#shared/check-in/contract.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import { splitIntoBatches } from "./concurrency.ts";
import type { ConferenceDesk, RegistrationRow } from "./conference.ts";

/** A badge as the entry desk issues it. */
export interface IssuedBadge {
  readonly registrationId: string;
  readonly serial: number;
  readonly token: string;
}

export type GateVerdict = z.infer<typeof scansResponse>["items"][number];
export type GateDirection = "in" | "out";

const gateNames = ["Gate A", "Gate B", "Gate C", "Gate D"] as const;

/** The number of badges that a gate sends in one call. */
const batchSize = 25;

/** The entry desk of one conference: its badges and its gates. */
export class EntryDesk {
  readonly #desk: ConferenceDesk;
  #scans = 0;

  constructor(desk: ConferenceDesk) {
    this.#desk = desk;
  }

  /** The live badge; with a reason, a reprint. */
  async issueBadge({ registrationId }: Pick<RegistrationRow, "registrationId">, reason?: string): Promise<IssuedBadge> {
    const { serial, token } = await this.#client.sendSuccessfully<z.infer<typeof badgeResponse>>("issueBadge", {
      params: { registrationId },
      token: this.#token,
      body: reason === undefined ? {} : { reason },
    });
    return { registrationId, serial, token };
  }

  async issueBadges(rows: readonly RegistrationRow[]): Promise<IssuedBadge[]> {
    return this.#desk.journey.progress.step(`${rows.length} badges`, rows.length, (tick) =>
      mapConcurrent(rows, 16, async (row) => {
        const badge = await this.issueBadge(row);
        tick();
        return badge;
      }),
    );
  }

  /** The number of badges that verify offline with the published keys for their person, serial and conference. */
  async countVerifiedOffline(badges: readonly IssuedBadge[]): Promise<number> {
    const { items } = await this.#client.sendSuccessfully<z.infer<typeof badgeKeysResponse>>("listBadgeKeys");
    const tag = await computeConferenceTag(this.#desk.conferenceId);
    const verdicts = await Promise.all(badges.map(({ token }) => verifyToken(items, token)));
    return verdicts.filter((verdict, index) => {
      const badge = badges[index];
      if ("failure" in verdict || !badge) return false;
      return (
        verdict.registrationId === badge.registrationId &&
        verdict.serial === badge.serial &&
        verdict.conferenceTag === tag
      );
    }).length;
  }

  /** Scans all badges once, at four gates in parallel. @returns the verdicts in the order of the badges */
  async scanAll(badges: readonly IssuedBadge[], direction: GateDirection): Promise<GateVerdict[]> {
    const title = `${badges.length} badges read at ${gateNames.length} gates`;
    const rounds = splitIntoBatches(batchSize, badges);
    const verdicts = await this.#desk.journey.progress.step(title, rounds.length, (tick) =>
      mapConcurrent(rounds, gateNames.length, async (some, index) => {
        const answers = await this.scan(some, direction, gateNames[index % gateNames.length]);
        tick();
        return answers;
      }),
    );
    return verdicts.flat();
  }

  async scan(
    badges: readonly Pick<IssuedBadge, "token">[],
    direction: GateDirection,
    gate: string = gateNames[0],
  ): Promise<GateVerdict[]> {
    const scans = badges.map(({ token }) => ({ scanId: this.#nextScan(), token, at: new Date().toISOString() }));
    return this.#sendScans({ gate, direction, scans });
  }

  /** Sends the same scan twice. @returns both answers */
  async scanTwice({ token }: IssuedBadge, direction: GateDirection): Promise<GateVerdict[]> {
    const scans = [{ scanId: this.#nextScan(), token, at: new Date().toISOString() }];
    const body = { gate: gateNames[0], direction, scans };
    return [...(await this.#sendScans(body)), ...(await this.#sendScans(body))];
  }

  async getHeadcount(): Promise<number> {
    const { inside } = await this.#client.sendSuccessfully<{ inside: number }>("getHeadcount", this.#here);
    return inside;
  }

  async #sendScans(body: object): Promise<GateVerdict[]> {
    const { items } = await this.#client.sendSuccessfully<z.infer<typeof scansResponse>>("recordScans", {
      ...this.#here,
      body,
    });
    return items;
  }

  #nextScan(): string {
    this.#scans += 1;
    return `journey-${Date.now().toString(36)}-${this.#scans}`;
  }

  get #client() {
    return this.#desk.journey.client;
  }

  get #token() {
    return this.#desk.journey.system.tokens["entry-desk"];
  }

  get #here() {
    return { params: { conferenceId: this.#desk.conferenceId }, token: this.#token };
  }
}

/** A badge with one character changed, as a forger would print it. */
export function forgeBadge({ token, ...badge }: IssuedBadge): IssuedBadge {
  const at = Math.floor(token.length * 0.75);
  return { ...badge, token: token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1) };
}
