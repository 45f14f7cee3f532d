import type { Table } from "#shared/dynamodb/table.ts";
import type { Random } from "../../test/support/random.ts";
import {
  buildForm,
  changeLimit,
  createHandlers,
  type HandlerAnswer,
  type Handlers,
  importSheetRow,
} from "../support/handlers.ts";
import { runClosedLoop } from "../support/load.ts";

/** How many of a hundred attempts are of each kind; the others are submissions. */
const shares = [
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

type Kind = (typeof shares)[number][0] | "submit";

/** The codes that are right for an attempt: another one was quicker, or the step no longer makes sense. */
const expectedCodes = new Set(["wrong-state", "changed-meanwhile", "already-registered", "category-full"]);

/** One newcomer of eight belongs to the category with a quota. */
const chooseCategory = (index: number) => (index % 8 === 0 ? "academia" : "ngo");

/** The number of answers of each kind, and the answers that must never occur. */
export interface RaceReport {
  readonly answers: Record<string, number>;
  readonly errors: readonly string[];
}

/**
 * The attempts of one process of the race: every path to a seat and from it, mixed at random. Decisions and withdrawals
 * concern the registrations that the same process has made.
 */
export class RaceAttempts {
  readonly #table: Table;
  readonly #conferenceId: string;
  readonly #contender: number;
  readonly #random: Random;
  readonly #handlers: Handlers;
  readonly #registrations: string[] = [];
  readonly #indexes = new Map<string, number>();
  /** The indexes of people who submitted twice. */
  readonly #doubled = new Set<number>();
  readonly #errors: string[] = [];
  #moving = Promise.resolve({ status: 200, seat: "" });

  constructor(table: Table, conferenceId: string, contender: number, random: Random) {
    this.#table = table;
    this.#conferenceId = conferenceId;
    this.#contender = contender;
    this.#random = random;
    this.#handlers = createHandlers(table);
  }

  /** @param limits the limits that the venue moves through, spread evenly over the attempts */
  async run(attempts: number, concurrency: number, limits: readonly number[]): Promise<RaceReport> {
    const interval = Math.floor(attempts / (limits.length + 1));
    const { answers } = await runClosedLoop(attempts, concurrency, async (index) => {
      const limit = index > 0 && index % interval === 0 ? limits[index / interval - 1] : undefined;
      if (limit !== undefined) {
        this.#moving = this.#moving.then(() => this.#moveLimit(limit));
        return this.#moving;
      }
      const kind = this.#drawKind();
      return this.#note(kind, await this.#attempt(kind, index));
    });
    return { answers, errors: this.#errors };
  }

  #drawKind(): Kind {
    let ticket = this.#random.below(100);
    const drawn = shares.find(([, share]) => {
      ticket -= share;
      return ticket < 0;
    });
    return this.#registrations.length > 0 && drawn ? drawn[0] : "submit";
  }

  async #attempt(kind: Kind, index: number): Promise<HandlerAnswer> {
    const registration = () => this.#random.pick(this.#registrations);
    switch (kind) {
      case "submit":
        return this.#keep(index, await this.#handlers.submit(this.#conferenceId, this.#form(index)));
      case "walk-in":
        return this.#keep(index, await this.#submitAsStaff(index));
      case "import": {
        const row = this.#contender * 1_000_000 + index;
        return this.#keep(index, await importSheetRow(this.#table, this.#conferenceId, row, this.#form(index)));
      }
      case "same-person": {
        const person = this.#random.below(index + 1);
        this.#doubled.add(person);
        return this.#handlers.submit(this.#conferenceId, this.#form(person));
      }
      case "decide-many":
        return this.#decideRegistrations();
      case "withdraw":
        return this.#change(registration(), (id) => this.#handlers.withdraw(id));
      case "accept-offer":
        return this.#change(registration(), (id) => this.#handlers.call("acceptOffer", id, {}));
      case "decline-offer":
        return this.#change(registration(), (id) => this.#handlers.call("declineOffer", id, {}));
      case "amend": {
        const body = { category: chooseCategory(this.#random.below(2)) };
        return this.#change(registration(), (id) =>
          this.#handlers.call("amendRegistration", id, body, { version: "*" }),
        );
      }
      default:
        return this.#change(registration(), (id) => this.#handlers.decide(id, kind));
    }
  }

  #submitAsStaff(index: number): Promise<HandlerAnswer> {
    return this.#handlers.call("submitRegistration", this.#conferenceId, this.#form(index), { asStaff: true });
  }

  #form(index: number): string {
    return buildForm(`${this.#conferenceId}.${this.#contender}.${index}`, { category: chooseCategory(index) });
  }

  /** Remembers a new registration, for later decisions. */
  #keep(index: number, answer: HandlerAnswer): HandlerAnswer {
    const { registrationId } = answer.body;
    if (registrationId) this.#registrations.push(registrationId);
    if (registrationId) this.#indexes.set(registrationId, index);
    return answer;
  }

  /**
   * When two submit for one address at once, the second gets an answer as if it were new, although there is no such
   * registration: to change it is answered `not-found`.
   */
  async #change(registrationId: string, send: (id: string) => Promise<HandlerAnswer>): Promise<HandlerAnswer> {
    const answer = await send(registrationId);
    const isExpected = answer.body.code === "not-found" && this.#isDoubled(registrationId);
    return isExpected ? { ...answer, body: { code: "already-registered" } } : answer;
  }

  #isDoubled(registrationId: string): boolean {
    return this.#doubled.has(this.#indexes.get(registrationId) ?? -1);
  }

  /** Decides on four registrations in one call. The answer is the worst of the four. */
  async #decideRegistrations(): Promise<HandlerAnswer> {
    const registrationIds = [...new Set(Array.from({ length: 4 }, () => this.#random.pick(this.#registrations)))];
    const decision = this.#random.pick(["approve", "reopen"] as const);
    const order = { decision, reason: "because", registrationIds };
    const { status, body } = await this.#handlers.call("decideRegistrations", this.#conferenceId, order);
    const codes = (body.items ?? []).flatMap(({ problem, registrationId = "" }) =>
      problem && !(problem.code === "not-found" && this.#isDoubled(registrationId)) ? [problem.code] : [],
    );
    const worst = codes.find((code) => !expectedCodes.has(code));
    return { status: worst ? 409 : status, body: worst ? { code: worst } : body };
  }

  #note(kind: Kind, { status, body }: HandlerAnswer) {
    const isExpected = status < 300 || expectedCodes.has(body.code ?? "");
    if (!isExpected) this.#errors.push(`${kind}: ${status} ${body.code}`);
    return { status, seat: status < 300 ? `${kind} ${body.seat}` : `${kind} ${body.code}` };
  }

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
