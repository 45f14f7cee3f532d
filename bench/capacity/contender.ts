import type { Table } from "#shared/store/table.ts";
import type { Random } from "../../test/support/random.ts";
import { type Answer, changeLimit, importRow, palaisOn } from "../palais.ts";
import { drive } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";
import type { RaceReport } from "./race-order.ts";

/** Of a hundred attempts so many are of each kind; what is left are submissions. */
const mix = [
  ["withdraw", 8],
  ["approve", 8],
  ["reject", 6],
  ["reopen", 7],
  ["decide-many", 2],
  ["amend", 4],
  ["accept-offer", 3],
  ["decline-offer", 2],
  ["walk-in", 4],
  ["import", 4],
  ["same-person", 3],
] as const;

/** Refusals that a contender must reckon with: somebody else was quicker, or the step makes no sense any more. */
const fair = new Set(["wrong-state", "changed-meanwhile", "already-registered", "category-full"]);

/** Of so many newcomers one belongs to the category with a quota. */
const scholarsOf = 8;

const categoryOf = (index: number) => (index % scholarsOf === 0 ? "academia" : "ngo");

type Kind = (typeof mix)[number][0] | "submit";

/** One process of the race: takes every path to a seat and from it, all mixed, on what it has brought in itself. */
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
    const form = (name: number) =>
      formOf(`${this.#conferenceId}.${this.#lane}.${name}`, { category: categoryOf(name) });
    switch (kind) {
      case "submit":
        return this.#come(index, await this.#palais.submit(this.#conferenceId, form(index)));
      case "walk-in":
        return this.#come(
          index,
          await this.#palais.call("submitRegistration", this.#conferenceId, form(index), { atDesk: true }),
        );
      case "import": {
        const row = this.#lane * 1_000_000 + index;
        return this.#come(index, await importRow(this.#table, this.#conferenceId, row, form(index)));
      }
      case "same-person": {
        const name = this.#random.below(index + 1);
        this.#doubled.add(name);
        return this.#palais.submit(this.#conferenceId, form(name));
      }
      case "decide-many":
        return this.#decideMany();
      default:
        return this.#change(kind, this.#random.pick(this.#registrations));
    }
  }

  /** Keeps whom it has brought in: later they are decided on. */
  #come(name: number, answer: Answer): Answer {
    const { registrationId } = answer.body;
    if (registrationId) this.#registrations.push(registrationId);
    if (registrationId) this.#nameOf.set(registrationId, name);
    return answer;
  }

  async #change(kind: Exclude<Kind, "submit">, registrationId: string): Promise<Answer> {
    const answer = await this.#ask(kind, registrationId);
    return this.#isOfTheOther(registrationId, answer) ? { ...answer, body: { code: "already-registered" } } : answer;
  }

  #ask(kind: Exclude<Kind, "submit">, registrationId: string): Promise<Answer> {
    switch (kind) {
      case "withdraw":
        return this.#palais.withdraw(registrationId);
      case "accept-offer":
        return this.#palais.call("acceptOffer", registrationId, {});
      case "decline-offer":
        return this.#palais.call("declineOffer", registrationId, {});
      case "amend": {
        const category = categoryOf(this.#random.below(2));
        return this.#palais.call("amendRegistration", registrationId, { category }, { version: "*" });
      }
      case "approve":
      case "reject":
      case "reopen":
        return this.#palais.decide(registrationId, kind);
      default:
        throw new Error(`${kind} changes nobody`);
    }
  }

  /** Four at once; the answer is the worst that one of them got. */
  async #decideMany(): Promise<Answer> {
    const registrationIds = [...new Set(Array.from({ length: 4 }, () => this.#random.pick(this.#registrations)))];
    const decision = this.#random.pick(["approve", "reopen"] as const);
    const body = { decision, reason: "because", registrationIds };
    const { status, body: said } = await this.#palais.call("decideMany", this.#conferenceId, body);
    const problems = (said.items ?? []).flatMap(({ problem, registrationId = "" }) =>
      problem && !(problem.code === "not-found" && this.#isDoubled(registrationId)) ? [problem.code] : [],
    );
    const worst = problems.find((code) => !fair.has(code));
    return { status: worst ? 409 : status, body: worst ? { code: worst } : said };
  }

  #isDoubled(registrationId: string): boolean {
    return this.#doubled.has(this.#nameOf.get(registrationId) ?? -1);
  }

  /** Of two who submit for one address at once, the second gets an answer as if it were new: there is no such registration. */
  #isOfTheOther(registrationId: string, { body }: Answer): boolean {
    return body.code === "not-found" && this.#isDoubled(registrationId);
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
