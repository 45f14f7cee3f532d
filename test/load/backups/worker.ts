import { setTimeout as sleep } from "node:timers/promises";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { buildForm, createHandlers, type HandlerAnswer, openTable } from "../../../bench/support/handlers.ts";
import { serveTasks } from "../../../bench/support/worker.ts";
import { handleAuditAndStatisticsEvent } from "../../../functions/audit-and-statistics/handle.ts";

/** The table and the conference in which people register. */
interface RegistrationDesk {
  readonly endpoint: string;
  readonly table: string;
  readonly conferenceId: string;
}

/** What happened since the last look. */
export interface AnsweredSubmissions {
  /** The identifiers of the acknowledged registrations. */
  readonly acknowledged: readonly string[];
  /** Answers other than 201, and errors. */
  readonly refused: readonly string[];
}

/**
 * People who register, through the function's own handler. Meanwhile their changes are chained and counted, as the stream
 * hands them over, so that these rows change during a backup, too.
 */
class Applicants {
  readonly #table: Table;
  readonly #submit: (body: string) => Promise<HandlerAnswer>;
  #started = 0;
  #acknowledged: string[] = [];
  #refused: string[] = [];
  readonly #uncounted: string[] = [];
  readonly #answers = new Set<Promise<void>>();
  #isEnding = false;
  #running: readonly Promise<void>[] = [];

  constructor({ endpoint, table, conferenceId }: RegistrationDesk) {
    this.#table = openTable(endpoint, 32, table);
    const handlers = createHandlers(this.#table);
    this.#submit = (body) => handlers.submit(conferenceId, body);
  }

  /** Resolves when so many people have registered. */
  async register(people: number): Promise<void> {
    const until = this.#started + people;
    const submitNext = async () => {
      while (this.#started < until) await this.#start();
    };
    await Promise.all(Array.from({ length: 16 }, submitNext));
  }

  /** Starts so many submissions each second until the end, whether or not the table has answered the former ones. */
  begin(perSecond: number): void {
    this.#isEnding = false;
    this.#running = [this.#arrive(perSecond), this.#count()];
  }

  /** Resolves when every submission is answered. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#running);
    await Promise.all(this.#answers);
  }

  look(): AnsweredSubmissions {
    const progress = { acknowledged: this.#acknowledged, refused: this.#refused };
    this.#acknowledged = [];
    this.#refused = [];
    return progress;
  }

  async #arrive(perSecond: number): Promise<void> {
    const [began, before] = [performance.now(), this.#started];
    while (!this.#isEnding) {
      const due = ((performance.now() - began) * perSecond) / 1_000;
      while (this.#started - before < due) void this.#start();
      await sleep(5);
    }
  }

  #start(): Promise<void> {
    this.#started += 1;
    const answer = this.#apply(buildForm(`person.${this.#started}`));
    this.#answers.add(answer);
    return answer.finally(() => this.#answers.delete(answer));
  }

  async #apply(form: string): Promise<void> {
    try {
      const { status, body } = await this.#submit(form);
      if (status !== 201 || body.registrationId === undefined) throw new Error(`${status} ${body.code}`);
      this.#acknowledged.push(body.registrationId);
      this.#uncounted.push(body.registrationId);
    } catch (error) {
      this.#refused.push(String(error));
    }
  }

  async #count(): Promise<void> {
    const handle = handleAuditAndStatisticsEvent(this.#table);
    while (!this.#isEnding) {
      const rows = await loadRegistrations(this.#table, this.#uncounted.splice(0, 100));
      const Records = [...rows.values()].map(({ conferenceId, lastChange = "" }) => ({
        dynamodb: {
          SequenceNumber: lastChange,
          NewImage: { conferenceId: { S: conferenceId }, changeId: { S: lastChange } },
        },
      }));
      await handle({ Records }, { getRemainingTimeInMillis: () => 60_000 });
      await sleep(200);
    }
  }
}

let applicants: Applicants | undefined;

const getApplicants = (): Applicants => {
  if (!applicants) throw new Error("no one registers yet");
  return applicants;
};

const tasks = {
  /** Registers `people` first, so that a backup reads more than a few rows. */
  open: async ({ people, ...desk }: RegistrationDesk & { readonly people: number }) => {
    applicants = new Applicants(desk);
    await applicants.register(people);
  },
  begin: async ({ perSecond }: { readonly perSecond: number }) => getApplicants().begin(perSecond),
  look: async (_order: object) => getApplicants().look(),
  end: (_order: object) => getApplicants().end(),
};
export type RegistrationTasks = typeof tasks;

serveTasks(tasks);
