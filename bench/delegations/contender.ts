import { isLive, type Registration } from "#shared/domain/registration.ts";
import { occupies } from "#shared/domain/seats.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import type { Random } from "../../test/support/random.ts";
import type { Answer, palaisOn } from "../palais.ts";
import { drive } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";

/** What must never be seen, each in one sentence. */
export interface Troubles {
  readonly errors: readonly string[];
  /** Who lost a seat though nobody withdrew, rejected or replaced them. */
  readonly unseated: readonly string[];
  /** Who has more than one live registration. */
  readonly doubled: readonly string[];
  /** Delegations with more than one head. */
  readonly heads: readonly string[];
  /** Delegations above a quota that was never lowered. */
  readonly overQuota: readonly string[];
}

/** Refusals that must be reckoned with: somebody else was quicker, or the step makes no sense any more. */
const fair = new Set([
  "wrong-state",
  "changed-meanwhile",
  "already-registered",
  "second-head",
  "reserve-full",
  "not-a-member",
  "invalid-request",
  "not-found",
]);

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

interface Party {
  readonly id: string;
  readonly quota: number;
  lowered: boolean;
}

/** Who does everything at once: two focal points, the secretariat and the public. */
export class Contender {
  readonly #palais: ReturnType<typeof palaisOn>;
  readonly #conferenceId: string;
  readonly #random: Random;
  readonly #parties: Party[] = [];
  readonly #ids: string[] = [];
  /** Those whose seat somebody may have taken by a command. */
  readonly #left = new Set<string>();
  readonly #seated = new Set<string>();
  readonly #errors: string[] = [];
  #answers: Record<string, number> = {};

  constructor(palais: ReturnType<typeof palaisOn>, conferenceId: string, random: Random) {
    this.#palais = palais;
    this.#conferenceId = conferenceId;
    this.#random = random;
  }

  /** A delegation for each quota; the last one's quota is never lowered. */
  async begin(quotas: readonly number[]): Promise<void> {
    for (const quota of quotas) {
      const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["focal@example.org"], quota, reserve: 30 };
      const { body } = await this.#palais.call("makeDelegation", this.#conferenceId, draft);
      if (!body.delegationId) throw new Error(`no delegation: ${JSON.stringify(body)}`);
      this.#parties.push({ id: body.delegationId, quota, lowered: false });
    }
    for (const index of Array(8).keys()) await this.#act("nominate", index);
  }

  async run(attempts: number, atOnce: number): Promise<void> {
    const { answers } = await drive(attempts, atOnce, async (index) => {
      const kind = this.#random.pick(kinds);
      const { status, body } = await this.#act(kind, 100 + index);
      if (status >= 300 && !fair.has(body.code ?? "")) this.#errors.push(`${kind}: ${status} ${body.code}`);
      return { status, seat: `${kind}${status < 300 ? "" : ` ${body.code}`}` };
    });
    this.#answers = answers;
  }

  async #act(kind: Kind, index: number): Promise<Answer> {
    const party = this.#random.pick(this.#parties);
    const someone = this.#ids.length > 0 ? this.#random.pick(this.#ids) : "a".repeat(24);
    switch (kind) {
      case "nominate":
      case "head":
        return this.#nominate(party, index, kind === "head" ? "head-of-delegation" : "delegate");
      case "substitute":
        this.#left.add(someone);
        return this.#keep(await this.#palais.call("substitute", party.id, { leaves: someone, ...this.#person(index) }));
      case "quota":
        return this.#changeQuota(party);
      case "rank":
        return this.#rank(party);
      case "submit":
        return this.#keep(await this.#palais.submit(this.#conferenceId, formOf(`public.${index}`)));
      case "withdraw":
        this.#left.add(someone);
        return this.#palais.withdraw(someone);
      default:
        if (kind === "reject") this.#left.add(someone);
        return this.#keep(await this.#palais.decide(someone, kind));
    }
  }

  /** Names come again, so that the same person is nominated twice at once. */
  #person(index: number) {
    const givenName = `Person ${index % 40}`;
    return { person: { givenName, familyName: "Diallo", nationality: "SEN", birthDate: "1980-02-01" } };
  }

  async #nominate({ id }: Party, index: number, role: string): Promise<Answer> {
    const answer = await this.#palais.call("nominate", id, { items: [{ ...this.#person(index), role }] });
    const [item] = answer.body.items ?? [];
    return this.#keep({ ...answer, body: { ...answer.body, ...item } });
  }

  async #changeQuota(party: Party): Promise<Answer> {
    const isLast = party === this.#parties.at(-1);
    const quota = isLast ? party.quota : this.#random.below(party.quota + 3);
    if (!isLast) party.lowered = true;
    return this.#palais.call("changeDelegation", party.id, { quota }, { version: "*" });
  }

  async #rank({ id }: Party): Promise<Answer> {
    const { members = [] } = (await this.#palais.call("readDelegation", id, {})).body;
    const registrationIds = this.#random.shuffle(members.map(({ registrationId }) => registrationId));
    return this.#palais.call("rankMembers", id, { registrationIds });
  }

  #keep(answer: Answer): Answer {
    const { registrationId, seat } = answer.body;
    if (registrationId && !this.#ids.includes(registrationId)) this.#ids.push(registrationId);
    if (registrationId && seat === "held") this.#seated.add(registrationId);
    return answer;
  }

  /** Looks at everyone when all is over. */
  async finish(table: Table): Promise<Troubles & { readonly answers: Record<string, number> }> {
    const rows = await loadRegistrations(table, this.#ids);
    const live = [...rows.values()].filter(isLive);
    const lost = [...this.#seated].filter(
      (id) => !this.#left.has(id) && !occupies(rows.get(id)?.seat ?? { state: "none" }),
    );
    const persons = live.map(({ delegationId, person }) => `${delegationId} ${person.givenName} ${person.email}`);
    const quotas = await Promise.all(this.#parties.map((party) => this.#overQuota(table, party, live)));
    return {
      errors: this.#errors,
      unseated: lost.map((id) => `${id} lost a seat that nobody took`),
      doubled: persons.filter((each, index) => persons.indexOf(each) < index),
      heads: this.#parties.map(({ id }) => id).filter((id) => headsOf(live, id) > 1),
      overQuota: quotas.flat(),
      answers: this.#answers,
    };
  }

  async #overQuota(table: Table, { id, lowered }: Party, live: readonly Registration[]): Promise<string[]> {
    const { quota = 0 } = await loadDelegation(table, id);
    const seats = live.filter((each) => each.delegationId === id && occupies(each.seat)).length;
    return !lowered && seats > quota ? [`${id} has ${seats} seats with a quota of ${quota}`] : [];
  }
}

const headsOf = (live: readonly Registration[], id: string) =>
  live.filter((each) => each.delegationId === id && each.role === "head-of-delegation").length;
