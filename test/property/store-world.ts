import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { saveConference } from "#shared/commands/save-conference.ts";
import { type Decision, decide, withdraw } from "#shared/domain/accreditation.ts";
import { reprint } from "#shared/domain/badge.ts";
import type { Change, CommandContext } from "#shared/domain/change.ts";
import type { CategoryName, Conference } from "#shared/domain/conference.ts";
import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { confirmAddress } from "#shared/domain/seat-expiry.ts";
import type { Pools } from "#shared/domain/seats.ts";
import { amend, submit } from "#shared/domain/submission.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { loadRegistration, loadRegistrations } from "#shared/store/registrations.ts";
import { expireSeats, servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";
import { addressOf, genderOf, type World, type worldBody } from "./world.ts";

const settings = (conferenceId: string, at: string): Change => ({
  conferenceId,
  at,
  actor: secretariat,
  action: "change-conference",
  registrations: [],
  mails: [],
  admission: "public",
});

/** The same steps on the real table, through the committer and the waiting list's own pass. */
export class StoreWorld implements World {
  readonly #table: CommandStore;
  #conference: Conference;
  readonly #ids: string[] = [];
  readonly #changes: Change[] = [];
  /** How far the clock of this world runs ahead, in ms. */
  #ahead = 0;
  /** Whom the changes since the line was last served concern, as its events would name them. */
  readonly #moved = new Set<string>();

  private constructor(table: CommandStore, conference: Conference) {
    this.#table = table;
    this.#conference = conference;
  }

  /** A world with a conference of its own. */
  static async begin(table: CommandStore, body: ReturnType<typeof worldBody>): Promise<StoreWorld> {
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
    return summarizePools((await loadCapacitySnapshot(this.#table, this.#conference.conferenceId)).shards);
  }

  now = () => new Date(Date.now() + this.#ahead).toISOString();

  #context = (): CommandContext => ({ actor: secretariat, at: this.now() });

  async #carryOut(rule: (state: DecisionState) => Change | Promise<Change>): Promise<void> {
    let decided: Change | undefined;
    await executeCommand(this.#table, {
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
    for (const { after } of decided.registrations) this.#moved.add(after.registrationId);
  }

  #on(id: string, rule: (before: Registration, state: DecisionState) => Change): Promise<void> {
    return this.#carryOut(async (state) => rule(await loadRegistration(this.#table, id), state));
  }

  submit(person: number, category: string): Promise<void> {
    const application = anApplication({ category }, { email: addressOf(person), gender: genderOf(person) });
    const id = newId();
    return this.#carryOut(({ conference, pools }) => submit(conference, pools, application, id, this.#context()));
  }

  decide(id: string, decision: Decision): Promise<void> {
    return this.#on(id, (before, { conference, pools }) =>
      decide(conference, pools, before, decision, this.#context()),
    );
  }

  amend(id: string): Promise<void> {
    return this.#on(id, (before, { conference, pools }) =>
      amend(conference, pools, before, { organization: "IOM" }, this.#context()),
    );
  }

  move(id: string, category: CategoryName): Promise<void> {
    return this.#on(id, (before, { conference, pools }) =>
      amend(conference, pools, before, { category }, this.#context()),
    );
  }

  accept(id: string): Promise<void> {
    return this.#on(id, (before, { conference, pools }) => acceptOffer(conference, pools, before, this.#context()));
  }

  decline(id: string): Promise<void> {
    return this.#on(id, (before) => declineOffer(before, this.#context()));
  }

  confirmAddress(id: string): Promise<void> {
    return this.#on(id, (before) => {
      const change = confirmAddress(before, this.#context());
      if (!change) throw new Refusal("wrong-state");
      return change;
    });
  }

  async wait(hours: number): Promise<void> {
    this.#ahead += hours * 3_600_000;
  }

  withdraw(id: string): Promise<void> {
    return this.#on(id, (before) => withdraw(before, this.#context()));
  }

  reprint(id: string): Promise<void> {
    return this.#on(id, (before) => reprint(before, "lost", this.#context()));
  }

  async setCapacity(capacity: number): Promise<void> {
    const before = await loadConference(this.#table, this.#conference.conferenceId);
    const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity } };
    await saveConference(
      this.#table,
      before,
      after,
      settings(before.conferenceId, this.#context().at),
      Date.now() + 5_000,
    );
    this.#conference = after;
  }

  async serveLine(): Promise<void> {
    const { conferenceId } = this.#conference;
    const before = await this.registrations();
    const [at, deadline] = [this.now(), Date.now() + 10_000];
    await expireSeats(this.#table, conferenceId, at, deadline);
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
    registrations: [before ? { before, after } : { after }],
    mails: confirmed ? [{ kind: "approved", registrationId, serial: badgeSerial }] : [],
    admission: "waiting-list",
  };
}
