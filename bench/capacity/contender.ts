import type { Table } from "#shared/store/table.ts";
import type { Random } from "../../test/support/random.ts";
import { type Answer, changeLimit, palaisOn } from "../palais.ts";
import { drive } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";
import type { RaceReport } from "./race-order.ts";

/** Of a hundred attempts so many are of each kind; what is left are submissions. */
const mix = [
  ["withdraw", 9],
  ["approve", 12],
  ["reject", 8],
  ["reopen", 8],
  ["same-person", 3],
] as const;

/** Refusals that a contender must reckon with: somebody else was quicker, or the step makes no sense any more. */
const fair = new Set(["wrong-state", "changed-meanwhile", "already-registered"]);

type Kind = (typeof mix)[number][0] | "submit";

/** One process of the race: submits, withdraws, decides and moves the limit, all mixed, on what it has submitted. */
export class Contender {
  readonly #table: Table;
  readonly #conferenceId: string;
  readonly #lane: number;
  readonly #random: Random;
  readonly #palais: ReturnType<typeof palaisOn>;
  readonly #registrations: string[] = [];
  readonly #nameOf = new Map<string, number>();
  readonly #doubled = new Set<number>();
  readonly #errors: string[] = [];
  #moving = Promise.resolve({ status: 200, seat: "" });

  constructor(table: Table, conferenceId: string, lane: number, random: Random) {
    this.#table = table;
    this.#conferenceId = conferenceId;
    this.#lane = lane;
    this.#random = random;
    this.#palais = palaisOn(table);
  }

  async run(attempts: number, atOnce: number, limits: readonly number[]): Promise<RaceReport> {
    const every = Math.floor(attempts / (limits.length + 1));
    const { answers } = await drive(attempts, atOnce, async (index) => {
      const limit = index > 0 && index % every === 0 ? limits[index / every - 1] : undefined;
      if (limit !== undefined) {
        this.#moving = this.#moving.then(() => this.#moveLimit(limit));
        return this.#moving;
      }
      const kind = this.#kind();
      return this.#note(kind, await this.#act(kind, index));
    });
    return { answers, errors: this.#errors };
  }

  #kind(): Kind {
    let ticket = this.#random.below(100);
    const found = mix.find(([, share]) => {
      ticket -= share;
      return ticket < 0;
    });
    return this.#registrations.length > 0 && found ? found[0] : "submit";
  }

  async #act(kind: Kind, index: number): Promise<Answer> {
    const form = (name: number) => formOf(`${this.#conferenceId}.${this.#lane}.${name}`);
    if (kind === "submit") {
      const answer = await this.#palais.submit(this.#conferenceId, form(index));
      const { registrationId } = answer.body;
      if (registrationId) this.#registrations.push(registrationId);
      if (registrationId) this.#nameOf.set(registrationId, index);
      return answer;
    }
    if (kind === "same-person") {
      const name = this.#random.below(index + 1);
      this.#doubled.add(name);
      return this.#palais.submit(this.#conferenceId, form(name));
    }
    const registrationId = this.#random.pick(this.#registrations);
    const answer = await (kind === "withdraw"
      ? this.#palais.withdraw(registrationId)
      : this.#palais.decide(registrationId, kind));
    return this.#isOfTheOther(registrationId, answer) ? { ...answer, body: { code: "already-registered" } } : answer;
  }

  /** Of two who submit for one address at once, the second gets an answer as if it were new: there is no such registration. */
  #isOfTheOther(registrationId: string, { body }: Answer): boolean {
    return body.code === "not-found" && this.#doubled.has(this.#nameOf.get(registrationId) ?? -1);
  }

  #note(kind: string, { status, body }: Answer) {
    const answered = status < 300 || fair.has(body.code ?? "");
    if (!answered) this.#errors.push(`${kind}: ${status} ${body.code}`);
    return { status, seat: status < 300 ? `${kind} ${body.seat}` : `${kind} ${body.code}` };
  }

  /** One at a time, as one secretariat does it. */
  async #moveLimit(limit: number) {
    try {
      await changeLimit(this.#table, this.#conferenceId, limit);
      return { status: 200, seat: "limit moved" };
    } catch (error) {
      this.#errors.push(`limit to ${limit}: ${error}`);
      return { status: 500, seat: "limit" };
    }
  }
}
