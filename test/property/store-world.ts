import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { reprintBadge } from "#shared/badges/badge.rules.ts";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import type { Pools } from "#shared/capacity/seats.rules.ts";
import { confirmAddress } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type DecisionState, executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { acceptOffer, declineOffer } from "../../functions/registration/offers.rules.ts";
import { expireSeats, servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { aConference, buildApplication, secretariatActor } from "../support/builders.ts";
import { buildSettingsChange } from "../support/test-commands.ts";
import { type ConferenceSimulation, getPersonEmail, getPersonGender, type toConferenceBody } from "./world.ts";

/** The same steps on the real table, through the committer and the waiting list's own pass. */
export class StoreSimulation implements ConferenceSimulation {
  readonly #table: CommandStore;
  #conference: Conference;
  readonly #ids: string[] = [];
  readonly #changes: Change[] = [];
  /** How far the clock of this world runs ahead, in ms. */
  #ahead = 0;
  /** Whom the changes since the line was last served concern, as its events would name them. */
  readonly #changedIds = new Set<string>();

  private constructor(table: CommandStore, conference: Conference) {
    this.#table = table;
    this.#conference = conference;
  }

  /** A world with a conference of its own. */
  static async begin(table: CommandStore, body: ReturnType<typeof toConferenceBody>): Promise<StoreSimulation> {
    const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
    const conference = aConference({ ...body, registration }, `world-${createId()}`);
    await saveConference(
      table,
      undefined,
      conference,
      buildSettingsChange(conference.conferenceId, new Date().toISOString()),
      Date.now() + 5_000,
    );
    return new StoreSimulation(table, conference);
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

  #context = (): CommandContext => ({ actor: secretariatActor, at: this.now() });

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
    for (const { after } of decided.registrations) this.#changedIds.add(after.registrationId);
  }

  #changeRegistration(id: string, rule: (before: Registration, state: DecisionState) => Change): Promise<void> {
    return this.#carryOut(async (state) => rule(await loadRegistration(this.#table, id), state));
  }

  submit(person: number, category: string): Promise<void> {
    const application = buildApplication(
      { category },
      { email: getPersonEmail(person), gender: getPersonGender(person) },
    );
    const id = createId();
    return this.#carryOut(({ conference, pools }) =>
      createSubmission(conference, pools, application, id, this.#context()),
    );
  }

  decide(id: string, decision: AccreditationDecision): Promise<void> {
    return this.#changeRegistration(id, (before, { conference, pools }) =>
      decideAccreditation(conference, pools, before, decision, this.#context()),
    );
  }

  amend(id: string): Promise<void> {
    return this.#changeRegistration(id, (before, { conference, pools }) =>
      applyAmendment(conference, pools, before, { organization: "IOM" }, this.#context()),
    );
  }

  changeCategory(id: string, category: string): Promise<void> {
    return this.#changeRegistration(id, (before, { conference, pools }) =>
      applyAmendment(conference, pools, before, { category }, this.#context()),
    );
  }

  correct(id: string, correction: RegistrationAmendment, by: "staff" | "delegate"): Promise<void> {
    const actor = by === "delegate" ? ({ kind: "delegate", id } as const) : secretariatActor;
    return this.#changeRegistration(id, (before, { conference, pools }) =>
      applyAmendment(conference, pools, before, correction, { ...this.#context(), actor }),
    );
  }

  accept(id: string): Promise<void> {
    return this.#changeRegistration(id, (before, { conference, pools }) =>
      acceptOffer(conference, pools, before, this.#context()),
    );
  }

  decline(id: string): Promise<void> {
    return this.#changeRegistration(id, (before) => declineOffer(before, this.#context()));
  }

  confirmAddress(id: string): Promise<void> {
    return this.#changeRegistration(id, (before) => {
      const change = confirmAddress(before, this.#context());
      if (!change) throw new DomainError("wrong-state");
      return change;
    });
  }

  async advanceTime(hours: number): Promise<void> {
    this.#ahead += hours * 3_600_000;
  }

  withdraw(id: string): Promise<void> {
    return this.#changeRegistration(id, (before) => withdrawAccreditation(before, this.#context()));
  }

  reprint(id: string): Promise<void> {
    return this.#changeRegistration(id, (before) => reprintBadge(before, "lost", this.#context()));
  }

  async setCapacity(capacity: number): Promise<void> {
    const before = await loadConference(this.#table, this.#conference.conferenceId);
    const after = { ...before, version: before.version + 1, venue: { ...before.venue, capacity } };
    await saveConference(
      this.#table,
      before,
      after,
      buildSettingsChange(before.conferenceId, this.#context().at),
      Date.now() + 5_000,
    );
    this.#conference = after;
  }

  async serveWaitingList(): Promise<void> {
    const { conferenceId } = this.#conference;
    const before = await this.registrations();
    const [at, deadline] = [this.now(), Date.now() + 10_000];
    await expireSeats(this.#table, conferenceId, at, deadline);
    const known = new Map(before.map(({ registrationId, version }) => [registrationId, version]));
    for (const { registrationId, version } of await this.registrations())
      if (known.get(registrationId) !== version) this.#changedIds.add(registrationId);
    const how = { at, deadline, thorough: false };
    while ((await servePass(this.#table, conferenceId, [...this.#changedIds], how)).again);
    this.#changedIds.clear();
    const after = await this.registrations();
    for (const row of after) {
      const was = before.find(({ registrationId }) => registrationId === row.registrationId);
      if (was?.version !== row.version) this.#changes.push(await toWaitingListChange(was, row));
    }
  }
}

/** The change that the line made, told by its effect: the mails that the journal promised are tested elsewhere. */
async function toWaitingListChange(before: Registration | undefined, after: Registration): Promise<Change> {
  const { registrationId, badgeSerial, conferenceId } = after;
  const confirmed = before && before.badgeSerial < badgeSerial;
  return {
    conferenceId,
    at: new Date().toISOString(),
    actor: { kind: "system", id: "waiting-list" },
    action: "seat-from-waiting-list",
    registrations: [before ? { before, after } : { after }],
    emails: confirmed ? [{ kind: "approved", registrationId, serial: badgeSerial }] : [],
    admission: "waiting-list",
  };
}
