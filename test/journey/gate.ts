import type * as z from "zod/mini";
import { conferenceTag, verifyToken } from "#shared/badge/token.ts";
import type { badgeAnswer, badgeKeysAnswer, scansAnswer } from "#shared/contract/entry.ts";
import type { ConferenceDesk, Row } from "./conference.ts";
import { batches, inLanes } from "./parallel.ts";

/** A badge as the entry desk hands it out. */
export interface Badge {
  readonly registrationId: string;
  readonly serial: number;
  readonly token: string;
}

export type Verdict = z.infer<typeof scansAnswer>["items"][number];
export type Direction = "in" | "out";

const gates = ["Gate A", "Gate B", "Gate C", "Gate D"] as const;

/** How many badges a gate sends in one call. */
const batchSize = 25;

/** The entry desk of one conference: its badges and its gates. */
export class EntryDesk {
  readonly #desk: ConferenceDesk;
  #scans = 0;

  constructor(desk: ConferenceDesk) {
    this.#desk = desk;
  }

  /** The live badge; with a reason, a reprint. */
  async badge({ registrationId }: Pick<Row, "registrationId">, reason?: string): Promise<Badge> {
    const { serial, token } = await this.#client.must<z.infer<typeof badgeAnswer>>("issueBadge", {
      params: { registrationId },
      token: this.#token,
      body: reason === undefined ? {} : { reason },
    });
    return { registrationId, serial, token };
  }

  async badges(rows: readonly Row[]): Promise<Badge[]> {
    return this.#desk.journey.progress.step(`${rows.length} badges`, rows.length, (tick) =>
      inLanes(16, rows, async (row) => {
        const badge = await this.badge(row);
        tick();
        return badge;
      }),
    );
  }

  /** How many badges verify with the published keys alone, for their person, serial and conference. */
  async verifiedOffline(badges: readonly Badge[]): Promise<number> {
    const { items } = await this.#client.must<z.infer<typeof badgeKeysAnswer>>("listBadgeKeys");
    const tag = await conferenceTag(this.#desk.conferenceId);
    const verdicts = await Promise.all(badges.map(({ token }) => verifyToken(items, token)));
    return verdicts.filter((verdict, index) => {
      const badge = badges[index];
      if ("refused" in verdict || !badge) return false;
      return (
        verdict.registrationId === badge.registrationId &&
        verdict.serial === badge.serial &&
        verdict.conferenceTag === tag
      );
    }).length;
  }

  /** All badges are read once, at four gates at the same time. @returns the verdicts in the order of the badges */
  async readAll(badges: readonly Badge[], direction: Direction): Promise<Verdict[]> {
    const title = `${badges.length} badges read at ${gates.length} gates`;
    const rounds = batches(batchSize, badges);
    const verdicts = await this.#desk.journey.progress.step(title, rounds.length, (tick) =>
      inLanes(gates.length, rounds, async (some, index) => {
        const answers = await this.read(some, direction, gates[index % gates.length]);
        tick();
        return answers;
      }),
    );
    return verdicts.flat();
  }

  async read(
    badges: readonly Pick<Badge, "token">[],
    direction: Direction,
    gate: string = gates[0],
  ): Promise<Verdict[]> {
    const scans = badges.map(({ token }) => ({ scanId: this.#nextScan(), token, at: new Date().toISOString() }));
    return this.#scan({ gate, direction, scans });
  }

  /** The very same scan, sent twice. @returns both answers */
  async readTwice({ token }: Badge, direction: Direction): Promise<Verdict[]> {
    const scans = [{ scanId: this.#nextScan(), token, at: new Date().toISOString() }];
    const body = { gate: gates[0], direction, scans };
    return [...(await this.#scan(body)), ...(await this.#scan(body))];
  }

  async inside(): Promise<number> {
    const { inside } = await this.#client.must<{ inside: number }>("readHeadcount", this.#here);
    return inside;
  }

  async #scan(body: object): Promise<Verdict[]> {
    const { items } = await this.#client.must<z.infer<typeof scansAnswer>>("scan", { ...this.#here, body });
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

/** A badge with one character changed, as somebody would who prints their own. */
export function forged({ token, ...badge }: Badge): Badge {
  const at = Math.floor(token.length * 0.75);
  return { ...badge, token: token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1) };
}
