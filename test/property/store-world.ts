import { type Decision, decide, type Occasion, withdraw } from "#shared/domain/accreditation.ts";
import { reprint } from "#shared/domain/badge.ts";
import type { Change } from "#shared/domain/change.ts";
import type { CategoryName, Conference } from "#shared/domain/conference.ts";
import { confirmAddress } from "#shared/domain/lapse.ts";
import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { amend, submit } from "#shared/domain/submission.ts";
import { carryOut, type State } from "#shared/store/carry-out.ts";
import { loadConference, saveConference } from "#shared/store/conferences.ts";
import { loadHall } from "#shared/store/halls.ts";
import { newId } from "#shared/store/ids.ts";
import { poolStates } from "#shared/store/pools.ts";
import { loadRegistration, loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { lapseSeats } from "../../functions/waiting-list/lapse-seats.ts";
import { servePass } from "../../functions/waiting-list/serve-line.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";
import { addressOf, genderOf, type World, type worldBody } from "./world.ts";

const settings = (conferenceId: string, at: string): Change => ({
  conferenceId,
  at,
  actor: secretariat,
  action: "change-conference",
  steps: [],
  mails: [],
  door: "newcomers",
});

/** The same steps on the real table, through the committer and the waiting list's own pass. */
export class StoreWorld implements World {
  readonly #table: Table;
  #conference: Conference;
  readonly #ids: string[] = [];
  readonly #changes: Change[] = [];
  /** How far the clock of this world runs ahead, in ms. */
  #ahead = 0;
  /** Whom the changes since the line was last served concern, as its events would name them. */
  readonly #moved = new Set<string>();

  private constructor(table: Table, conference: Conference) {
    this.#table = table;
    this.#conference = conference;
  }

  /** A world with a conference of its own. */
  static async begin(table: Table, body: ReturnType<typeof worldBody>): Promise<StoreWorld> {
    const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
    const conference = aConference({ ...body, registration }, `world-${newId()}`);
    await saveConference(
      table,
      undefined,
      conference,
      settings(conference.conferenceId, new Date().toISOString()),
      Date.now() + 5_000,
    );
    return new StoreWorld(table, conference);
  }

  conference = () => this.#conference;
  changes = () => this.#changes;

  async registrations(): Promise<readonly Registration[]> {
    const rows = await loadRegistrations(this.#table, this.#ids);
    return this.#ids.flatMap((id) => rows.get(id) ?? []);
  }

  async pools(): Promise<Pools> {
    return poolStates((await loadHall(this.#table, this.#conference.conferenceId)).pools);
  }

  now = () => new Date(Date.now() + this.#ahead).toISOString();

  #occasion = (): Occasion => ({ actor: secretariat, at: this.now() });

  async #carryOut(rule: (state: State) => Change | Promise<Change>): Promise<void> {
    let decided: Change | undefined;
    await carryOut(this.#table, {
      conferenceId: this.#conference.conferenceId,
      deadline: Date.now() + 10_000,
      decide: async (state) => {
        decided = await rule(state);
        return decided;
      },
      answer: (steps) => {
        for (const { after } of steps)
          if (!this.#ids.includes(after.registrationId)) this.#ids.push(after.registrationId);
      },
    });
    if (!decided) return;
    this.#changes.push(decided);
    for (const { after } of decided.steps) this.#moved.add(after.registrationId);
  }

  #on(id: string, rule: (before: Registration, state: State) => Change): Promise<void> {
    return this.#carryOut(async (state) => rule(await loadRegistration(this.#table, id), state));
  }

  submit(person: number, category: string): Promise<void> {
    const application = anApplication({ category }, { email: addressOf(person), gender: genderOf(person) });
    const id = newId();
    return this.#carryOut(({ conference, states }) => submit(conference, states, application, id, this.#occasion()));
  }

  decide(id: string, decision: Decision): Promise<void> {
    return this.#on(id, (before, { conference, states }) =>
      decide(conference, states, before, decision, this.#occasion()),
    );
  }

  amend(id: string): Promise<void> {
    return this.#on(id, (before, { conference, states }) =>
      amend(conference, states, before, { organization: "IOM" }, this.#occasion()),
    );
  }

  move(id: string, category: CategoryName): Promise<void> {
    return this.#on(id, (before, { conference, states }) =>
      amend(conference, states, before, { category }, this.#occasion()),
    );
  }

  accept(id: string): Promise<void> {
    return this.#on(id, (before, { conference, states }) => acceptOffer(conference, states, before, this.#occasion()));
  }

  decline(id: string): Promise<void> {
    return this.#on(id, (before) => declineOffer(before, this.#occasion()));
  }

  confirmAddress(id: string): Promise<void> {
    return this.#on(id, (before) => {
      const change = confirmAddress(before, this.#occasion());
      if (!change) throw new Refusal("wrong-state");
      return change;
    });
  }

  async wait(hours: number): Promise<void> {
    this.#ahead += hours * 3_600_000;
  }

  withdraw(id: string): Promise<void> {
    return this.#on(id, (before) => withdraw(before, this.#occasion()));
  }

  reprint(id: string): Promise<void> {
    return this.#on(id, (before) => reprint(before, "lost", this.#occasion()));
  }

  async setCapacity(capacity: number): Promise<void> {
    const before = await loadConference(this.#table, this.#conference.conferenceId);
    const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity } };
    await saveConference(
      this.#table,
      before,
      after,
      settings(before.conferenceId, this.#occasion().at),
      Date.now() + 5_000,
    );
    this.#conference = after;
  }

  async serveLine(): Promise<void> {
    const { conferenceId } = this.#conference;
    const before = await this.registrations();
    const [at, deadline] = [this.now(), Date.now() + 10_000];
    await lapseSeats(this.#table, conferenceId, at, deadline);
    const known = new Map(before.map(({ registrationId, version }) => [registrationId, version]));
    for (const { registrationId, version } of await this.registrations())
      if (known.get(registrationId) !== version) this.#moved.add(registrationId);
    const how = { at, deadline, thorough: false };
    while ((await servePass(this.#table, conferenceId, [...this.#moved], how)).again);
    this.#moved.clear();
    const after = await this.registrations();
    for (const row of after) {
      const was = before.find(({ registrationId }) => registrationId === row.registrationId);
      if (was?.version !== row.version) this.#changes.push(await lineChange(was, row));
    }
  }
}

/** The change that the line made, told by its effect: the mails that the journal promised are tested elsewhere. */
async function lineChange(before: Registration | undefined, after: Registration): Promise<Change> {
  const { registrationId, badgeSerial, conferenceId } = after;
  const confirmed = before && before.badgeSerial < badgeSerial;
  return {
    conferenceId,
    at: new Date().toISOString(),
    actor: { kind: "system", id: "waiting-list" },
    action: "seat-from-line",
    steps: [before ? { before, after } : { after }],
    mails: confirmed ? [{ kind: "approved", registrationId, serial: badgeSerial }] : [],
    door: "line",
  };
}
