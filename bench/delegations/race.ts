import { occupies } from "#shared/capacity/seats.rules.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { startProxy } from "../../test/support/dynamodb-proxy/proxy.ts";
import { Random } from "../../test/support/random.ts";
import {
  buildForm,
  createConference,
  createHandlers,
  type HandlerAnswer,
  type Handlers,
  openTable,
  serveWaitingList,
  summarizeCounters,
} from "../support/handlers.ts";
import { runClosedLoop } from "../support/load.ts";

/** Violated rules, each in one sentence. All lists must be empty. */
interface Violations {
  readonly errors: readonly string[];
  /** People who lost a seat although no command took it. */
  readonly unseated: readonly string[];
  /** People with more than one live registration. */
  readonly doubled: readonly string[];
  /** Delegations with more than one head. */
  readonly heads: readonly string[];
  /** Delegations above a quota that was never lowered. */
  readonly overQuota: readonly string[];
}

/** The result of a race. Everything but the counts must be empty or zero. */
export interface RaceOutcome extends Violations {
  readonly attempts: number;
  readonly conflicts: number;
  /** The number of answers of each kind. */
  readonly answers: Record<string, number>;
  readonly differences: readonly string[];
  readonly seatsFreeWhileWaiting: number;
}

/** Whether every rule held. */
export const isSound = (outcome: RaceOutcome) => {
  const { differences, seatsFreeWhileWaiting, errors, unseated, doubled, heads, overQuota } = outcome;
  const lists = [differences, errors, unseated, doubled, heads, overQuota];
  return seatsFreeWhileWaiting === 0 && lists.every((list) => list.length === 0);
};

/**
 * Two delegations and the public in one small venue: substitutions, quotas raised and lowered, rankings, nominations
 * and second heads, against approvals, rejections and withdrawals, 24 at a time, through transactions that hold their
 * items for 8 ms. The waiting list is served at the same time, and at the end until no person moves.
 */
export async function race(endpoint: string, order: { seed: number; attempts: number }): Promise<RaceOutcome> {
  const { seed, attempts } = order;
  const conferenceId = `delegations-${seed}`;
  const proxy = await startProxy(endpoint, { holdMs: 8, seed });
  const [table, direct] = [openTable(proxy.endpoint, 24), openTable(endpoint, 8)];
  try {
    await createConference(direct, conferenceId, { capacity: 14, arrivalsPerSecond: 1 });
    const contenders = new DelegationAttempts(createHandlers(table, 120_000), conferenceId, new Random(seed));
    await contenders.begin([4, 2]);
    let isOver = false;
    const serve = async () => {
      while (!isOver) await serveWaitingList(table, conferenceId);
    };
    const served = serve();
    const answers = await contenders.run(attempts, 24).finally(() => {
      isOver = true;
    });
    await served;
    while (await serveWaitingList(direct, conferenceId));
    const { differences, seatsFreeWhileWaiting } = await summarizeCounters(direct, conferenceId);
    const violations = await contenders.findViolations(direct);
    return { attempts, conflicts: proxy.tally.conflicts, answers, differences, seatsFreeWhileWaiting, ...violations };
  } finally {
    await proxy.close();
    table.client.destroy();
    direct.client.destroy();
  }
}

/** Codes that are right for an attempt: another one was quicker, or the step no longer makes sense. */
const expectedCodes = new Set([
  "wrong-state",
  "changed-meanwhile",
  "already-registered",
  "second-head",
  "reserve-full",
  "not-a-member",
  "invalid-request",
  "not-found",
]);

/** A kind is drawn as often as it stands here. */
const kinds = [
  ...Array<"substitute">(5).fill("substitute"),
  ...Array<"nominate">(4).fill("nominate"),
  ...Array<"approve">(4).fill("approve"),
  ...Array<"withdraw">(3).fill("withdraw"),
  ...Array<"quota">(3).fill("quota"),
  ...Array<"rank">(2).fill("rank"),
  ...Array<"head">(2).fill("head"),
  "reject",
  "reopen",
  "submit",
] as const;
type Kind = (typeof kinds)[number];

interface RacedDelegation {
  readonly id: string;
  readonly quota: number;
  lowered: boolean;
}

/** The attempts of two focal points, the secretariat and the public, all mixed. */
class DelegationAttempts {
  readonly #handlers: Handlers;
  readonly #conferenceId: string;
  readonly #random: Random;
  readonly #delegations: RacedDelegation[] = [];
  readonly #ids: string[] = [];
  /** Registrations whose seat a command may have taken. */
  readonly #left = new Set<string>();
  readonly #seated = new Set<string>();
  readonly #errors: string[] = [];

  constructor(handlers: Handlers, conferenceId: string, random: Random) {
    this.#handlers = handlers;
    this.#conferenceId = conferenceId;
    this.#random = random;
  }

  /** Creates a delegation for each quota. The quota of the last one is never lowered. */
  async begin(quotas: readonly number[]): Promise<void> {
    for (const quota of quotas) {
      const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["focal@example.org"], quota, reserve: 30 };
      const { body } = await this.#handlers.call("createDelegation", this.#conferenceId, draft);
      if (!body.delegationId) throw new Error(`no delegation: ${JSON.stringify(body)}`);
      this.#delegations.push({ id: body.delegationId, quota, lowered: false });
    }
    for (const index of Array(8).keys()) await this.#attempt("nominate", index);
  }

  async run(attempts: number, concurrency: number): Promise<Record<string, number>> {
    const { answers } = await runClosedLoop(attempts, concurrency, async (index) => {
      const kind = this.#random.pick(kinds);
      const { status, body } = await this.#attempt(kind, 100 + index);
      if (status >= 300 && !expectedCodes.has(body.code ?? "")) this.#errors.push(`${kind}: ${status} ${body.code}`);
      return { status, seat: `${kind}${status < 300 ? "" : ` ${body.code}`}` };
    });
    return answers;
  }

  async #attempt(kind: Kind, index: number): Promise<HandlerAnswer> {
    const delegation = this.#random.pick(this.#delegations);
    const id = this.#ids.length > 0 ? this.#random.pick(this.#ids) : "a".repeat(26);
    switch (kind) {
      case "nominate":
      case "head":
        return this.#nominate(delegation.id, index, kind === "head" ? "head-of-delegation" : "delegate");
      case "substitute": {
        this.#left.add(id);
        const body = { leaves: id, ...buildPerson(index) };
        return this.#keep(await this.#handlers.call("createSubstitution", delegation.id, body));
      }
      case "quota":
        return this.#changeQuota(delegation);
      case "rank":
        return this.#rank(delegation.id);
      case "submit":
        return this.#keep(await this.#handlers.submit(this.#conferenceId, buildForm(`public.${index}`)));
      case "withdraw":
        this.#left.add(id);
        return this.#handlers.withdraw(id);
      default:
        if (kind === "reject") this.#left.add(id);
        return this.#keep(await this.#handlers.decide(id, kind));
    }
  }

  async #nominate(id: string, index: number, role: string): Promise<HandlerAnswer> {
    const answer = await this.#handlers.call("nominateMembers", id, { items: [{ ...buildPerson(index), role }] });
    const [item] = answer.body.items ?? [];
    return this.#keep({ ...answer, body: { ...answer.body, ...item } });
  }

  async #changeQuota(delegation: RacedDelegation): Promise<HandlerAnswer> {
    const isLast = delegation === this.#delegations.at(-1);
    const quota = isLast ? delegation.quota : this.#random.below(delegation.quota + 3);
    if (!isLast) delegation.lowered = true;
    return this.#handlers.call("updateDelegation", delegation.id, { quota }, { version: "*" });
  }

  async #rank(id: string): Promise<HandlerAnswer> {
    const { members = [] } = (await this.#handlers.call("getDelegation", id, {})).body;
    const registrationIds = this.#random.shuffle(members.map(({ registrationId }) => registrationId));
    return this.#handlers.call("rankMembers", id, { registrationIds });
  }

  /** Remembers a registration, for later attempts. */
  #keep(answer: HandlerAnswer): HandlerAnswer {
    const { registrationId, seat } = answer.body;
    if (registrationId && !this.#ids.includes(registrationId)) this.#ids.push(registrationId);
    if (registrationId && seat === "held") this.#seated.add(registrationId);
    return answer;
  }

  /** Checks every registration after the race. */
  async findViolations(table: Table): Promise<Violations> {
    const rows = await loadRegistrations(table, this.#ids);
    const live = [...rows.values()].filter(isLive);
    const hasSeat = (id: string) => occupies(rows.get(id)?.seat ?? { state: "none" });
    const lost = [...this.#seated].filter((id) => !this.#left.has(id) && !hasSeat(id));
    const persons = live.map(({ delegationId, person }) => `${delegationId} ${person.givenName} ${person.email}`);
    const quotas = await Promise.all(this.#delegations.map((each) => findOverQuota(table, each, live)));
    return {
      errors: this.#errors,
      unseated: lost.map((id) => `${id} lost a seat that no command took`),
      doubled: persons.filter((each, index) => persons.indexOf(each) < index),
      heads: this.#delegations.map(({ id }) => id).filter((id) => countHeads(live, id) > 1),
      overQuota: quotas.flat(),
    };
  }
}

/** Names repeat, so that the same person is nominated twice at once. */
function buildPerson(index: number) {
  const givenName = `Person ${index % 40}`;
  return { person: { givenName, familyName: "Diallo", nationality: "SEN", birthDate: "1980-02-01" } };
}

async function findOverQuota(table: Table, { id, lowered }: RacedDelegation, live: readonly Registration[]) {
  const { quota = 0 } = await loadDelegation(table, id);
  const seats = live.filter((each) => each.delegationId === id && occupies(each.seat)).length;
  return !lowered && seats > quota ? [`${id} has ${seats} seats with a quota of ${quota}`] : [];
}

const countHeads = (live: readonly Registration[], id: string) =>
  live.filter((each) => each.delegationId === id && each.role === "head-of-delegation").length;
