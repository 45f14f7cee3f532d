import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import { type ApiAnswer, isSessionOver } from "../../kit/api/client.ts";

/** A registration as it is after the decision. */
type DecidedRegistration = ApiAnswer<"decideRegistration">;

/** A decision on one registration that is carried out later, as long as it is not undone. */
export interface DeferredDecision {
  readonly registrationId: string;
  readonly conferenceId: string;
  /** The version that was shown to the officer: a later one is not decided on. */
  readonly version: number;
  /** The name as it was shown; the alias of a protected person. */
  readonly name: string;
  readonly body: AccreditationDecision;
  readonly idempotencyKey: string;
  /** When it is carried out, in ms since 1970. */
  readonly dueAt: number;
  /** Whether it is being carried out. The server may have its request: it cannot be undone any more. */
  readonly isSent: boolean;
}

export type NewDecision = Pick<DeferredDecision, "registrationId" | "conferenceId" | "version" | "name" | "body">;

/** A decision that was not carried out, or whose answer did not arrive. */
export interface FailedDecision {
  readonly decision: DeferredDecision;
  readonly error: unknown;
}

type OutcomeListener = (after: DecidedRegistration, decision: DeferredDecision) => void;

interface DecisionPort {
  /** Sends the request; its repetition with the same key takes effect once. */
  readonly send: (decision: DeferredDecision) => Promise<DecidedRegistration>;
  /** Keeps what is not carried out for the next start of the page. */
  readonly save: (all: readonly DeferredDecision[]) => void;
  /** How long a decision can be undone, in ms; 0 carries it out at once. */
  readonly getDelay: () => number;
}

/** Browsers refuse requests that outlive the page with more than 64 KiB in their bodies together. */
const maxWaitingBytes = 48_000;

const measureBody = ({ body }: DeferredDecision) => new TextEncoder().encode(JSON.stringify(body)).length;

/**
 * Holds decisions back for the time in which they can be undone, above the views, so that the officer goes on at once.
 * They are carried out one after another, in the order in which they were made: with it seats are given.
 */
export class DeferredDecisions {
  readonly #port: DecisionPort;
  #all: readonly DeferredDecision[] = [];
  #failed: readonly FailedDecision[] = [];
  #undone: DeferredDecision | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #outcomeListeners = new Set<OutcomeListener>();
  /** The requests under way by their keys. */
  readonly #underWay = new Map<string, Promise<void>>();
  #queue: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(port: DecisionPort) {
    this.#port = port;
  }

  /**
   * Goes on with what an earlier page has kept. What can still be undone gets its whole time again; what was sent is sent
   * again with its key, because the answer is not known.
   */
  start(kept: readonly DeferredDecision[]): void {
    const dueAt = Date.now() + this.#port.getDelay();
    this.#isStopped = false;
    this.#change(kept.map((each) => (each.isSent ? each : { ...each, dueAt })));
    this.#carryOut(kept.filter(({ isSent }) => isSent));
  }

  /** Carries out nothing more by itself: what is left stays kept. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  list = (): readonly DeferredDecision[] => this.#all;

  listFailed = (): readonly FailedDecision[] => this.#failed;

  find = (registrationId: string): DeferredDecision | undefined =>
    this.#all.find((each) => each.registrationId === registrationId);

  /** The last one that can be undone. */
  findLast = (): DeferredDecision | undefined => this.#all.findLast(({ isSent }) => !isSent);

  /** What was entered for a decision that was undone or failed, for the next attempt. */
  findEarlierBody(registrationId: string): AccreditationDecision | undefined {
    const earlier = [this.#undone, ...this.#failed.map(({ decision }) => decision)];
    return earlier.find((each) => each?.registrationId === registrationId)?.body;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param listener hears of each decision that was carried out */
  subscribeToOutcomes(listener: OutcomeListener): () => void {
    this.#outcomeListeners.add(listener);
    return () => void this.#outcomeListeners.delete(listener);
  }

  /** A second decision on the same registration is ignored while the first is not carried out. */
  add(decision: NewDecision): void {
    const { registrationId } = decision;
    if (this.find(registrationId)) return;
    const dueAt = Date.now() + this.#port.getDelay();
    this.#failed = this.#failed.filter((each) => each.decision.registrationId !== registrationId);
    this.#change([...this.#all, { ...decision, idempotencyKey: crypto.randomUUID(), dueAt, isSent: false }]);
    this.#limitBytes();
  }

  /** @returns the decision; `undefined` if it can no longer be undone */
  undo(registrationId: string): DeferredDecision | undefined {
    const decision = this.find(registrationId);
    if (!decision || decision.isSent) return undefined;
    this.#undone = decision;
    this.#change(this.#all.filter((each) => each !== decision));
    return decision;
  }

  /**
   * Carries out all that wait, without waiting for their time.
   * @returns whether all were carried out
   */
  async carryOutAll(): Promise<boolean> {
    const known = new Set(this.#failed);
    this.#carryOut(this.#all.filter(({ isSent }) => !isSent));
    await this.#queue;
    return this.#all.length === 0 && this.#failed.every((each) => known.has(each));
  }

  /** Begins all requests in this moment, because the page may be gone in the next one. */
  leave(): void {
    this.#change(this.#all.map((each) => ({ ...each, isSent: true })));
    for (const each of this.#all) void this.#send(each);
  }

  /** Sends the request of a failed decision again: if it has taken effect, the answer says so. */
  retry(failure: FailedDecision): void {
    this.dismiss(failure);
    this.#change([...this.#all, failure.decision]);
    this.#carryOut([failure.decision]);
  }

  dismiss(failure: FailedDecision): void {
    this.#failed = this.#failed.filter((each) => each !== failure);
    this.#change(this.#all);
  }

  #limitBytes(): void {
    let bytes = 0;
    const waiting = this.#all.filter(({ isSent }) => !isSent).toReversed();
    const tooMany = waiting.filter((each) => {
      bytes += measureBody(each);
      return bytes > maxWaitingBytes;
    });
    this.#carryOut(tooMany.toReversed());
  }

  #change(all: readonly DeferredDecision[]): void {
    this.#all = all;
    this.#port.save(all);
    this.#schedule();
    for (const listener of this.#listeners) listener();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const times = this.#all.filter(({ isSent }) => !isSent).map(({ dueAt }) => dueAt);
    if (this.#isStopped || times.length === 0) return;
    const wait = Math.max(0, Math.min(...times) - Date.now());
    this.#timer = setTimeout(
      () => this.#carryOut(this.#all.filter(({ isSent, dueAt }) => !isSent && dueAt <= Date.now())),
      wait,
    );
  }

  #carryOut(decisions: readonly DeferredDecision[]): void {
    const keys = new Set(decisions.map(({ idempotencyKey }) => idempotencyKey));
    this.#change(this.#all.map((each) => (keys.has(each.idempotencyKey) ? { ...each, isSent: true } : each)));
    for (const each of decisions) this.#queue = this.#queue.then(() => this.#send({ ...each, isSent: true }));
  }

  /** Sends the request, unless it is under way, or was answered or undone meanwhile. */
  async #send(decision: DeferredDecision): Promise<void> {
    const { idempotencyKey: key } = decision;
    const running = this.#underWay.get(key);
    if (running) return running;
    if (!this.#all.some((each) => each.idempotencyKey === key && each.isSent)) return;
    const request = this.#request(decision);
    this.#underWay.set(key, request);
    await request;
  }

  async #request(decision: DeferredDecision): Promise<void> {
    const { idempotencyKey: key } = decision;
    const listOthers = () => this.#all.filter((each) => each.idempotencyKey !== key);
    try {
      const after = await this.#port.send(decision);
      this.#change(listOthers());
      for (const listener of this.#outcomeListeners) listener(after, decision);
    } catch (error) {
      if (isSessionOver(error)) return this.#keepForNextSession(key);
      this.#failed = [...this.#failed, { decision, error }];
      this.#change(listOthers());
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Neither this one nor what waits behind it was carried out: after the next sign-in it can still be undone. */
  #keepForNextSession(refused: string): void {
    this.stop();
    const isOpen = (key: string) => key !== refused && this.#underWay.has(key);
    this.#change(this.#all.map((each) => ({ ...each, isSent: isOpen(each.idempotencyKey) })));
  }
}
