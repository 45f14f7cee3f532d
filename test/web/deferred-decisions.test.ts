import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StaffRegistration } from "../../web/console/console-context.ts";
import {
  type DeferredDecision,
  DeferredDecisions,
  type NewDecision,
} from "../../web/console/deferred/deferred-decisions.ts";
import { ApiError, NetworkError } from "../../web/kit/api/client.ts";

const delay = 10_000;

const approve = (registrationId: string, version = 1): NewDecision => ({
  registrationId,
  conferenceId: "c",
  version,
  name: `Name of ${registrationId}`,
  body: { decision: "approve" },
});

const toProblem = (code: string) => new ApiError({ code, title: code } as ApiError["problem"]);

/** A store whose requests stay open until the test answers them. */
function createStore() {
  const sent: DeferredDecision[] = [];
  const answers: PromiseWithResolvers<StaffRegistration>[] = [];
  let saved: readonly DeferredDecision[] = [];
  const deferred = new DeferredDecisions({
    send: (decision) => {
      sent.push(decision);
      const answer = Promise.withResolvers<StaffRegistration>();
      answers.push(answer);
      return answer.promise;
    },
    save: (all) => {
      saved = all;
    },
    getDelay: () => delay,
  });
  const carriedOut: string[] = [];
  deferred.subscribeToOutcomes((after) => carriedOut.push(after.registrationId));
  deferred.start([]);
  return {
    deferred,
    carriedOut,
    getSent: () => sent.map(({ registrationId }) => registrationId),
    getKeys: () => sent.map(({ idempotencyKey }) => idempotencyKey),
    getVersions: () => sent.map(({ version }) => version),
    getSaved: () => saved,
    succeed: async (index: number) => {
      answers[index]?.resolve({ registrationId: sent[index]?.registrationId } as StaffRegistration);
      await vi.advanceTimersByTimeAsync(0);
    },
    fail: async (index: number, error: unknown) => {
      answers[index]?.reject(error);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a deferred decision", () => {
  test("is carried out after its time, on the version that it was made on", async () => {
    const store = createStore();
    store.deferred.add(approve("a", 7));
    await pass(delay - 1);
    expect(store.getSent()).toEqual([]);
    await pass(1);
    expect(store.getVersions()).toEqual([7]);
    await store.succeed(0);
    expect(store.carriedOut).toEqual(["a"]);
    expect(store.getSaved()).toEqual([]);
  });

  test("is not carried out once it is undone, and its reason is offered to the next attempt", async () => {
    const store = createStore();
    const body = { decision: "reject", reason: "Not within the mandate." } as const;
    store.deferred.add({ ...approve("a"), body });
    expect(store.deferred.undo("a")?.body).toEqual(body);
    await pass(2 * delay);
    expect(store.getSent()).toEqual([]);
    expect(store.getSaved()).toEqual([]);
    expect(store.deferred.findEarlierBody("a")).toEqual(body);
  });

  test("cannot be undone once its request is sent", async () => {
    const store = createStore();
    store.deferred.add(approve("a"));
    await pass(delay);
    expect(store.deferred.undo("a")).toBeUndefined();
    expect(store.deferred.findLast()).toBeUndefined();
  });

  test("excludes another one on the same registration", async () => {
    const store = createStore();
    store.deferred.add(approve("a"));
    store.deferred.add({ ...approve("a", 2), body: { decision: "reject", reason: "No" } });
    await pass(2 * delay);
    expect(store.getVersions()).toEqual([1]);
  });

  test("has its whole time beside others, and the last one is undone first", async () => {
    const store = createStore();
    store.deferred.add(approve("a"));
    await pass(4_000);
    store.deferred.add(approve("b"));
    expect(store.deferred.findLast()?.registrationId).toBe("b");
    await pass(6_000);
    expect(store.getSent()).toEqual(["a"]);
    await store.succeed(0);
    await pass(3_999);
    expect(store.getSent()).toEqual(["a"]);
    await pass(1);
    expect(store.getSent()).toEqual(["a", "b"]);
  });

  test("waits for the answer to the one before it, so that seats are given in the order of the decisions", async () => {
    const store = createStore();
    for (const id of ["a", "b"]) store.deferred.add(approve(id));
    await pass(delay);
    expect(store.getSent()).toEqual(["a"]);
    await store.succeed(0);
    expect(store.getSent()).toEqual(["a", "b"]);
  });

  test("is sent at once with all others when the page is left, and none twice", async () => {
    const store = createStore();
    for (const id of ["a", "b", "c"]) store.deferred.add(approve(id));
    const done = store.deferred.carryOutAll();
    await pass(0);
    expect(store.getSent()).toEqual(["a"]);
    store.deferred.leave();
    expect(store.getSent()).toEqual(["a", "b", "c"]);
    for (const index of [0, 1, 2]) await store.succeed(index);
    expect(await done).toBe(true);
    expect(store.getSent()).toEqual(["a", "b", "c"]);
  });

  test("is carried out early if its reason and the others would be too long for a page that is left", async () => {
    const store = createStore();
    const reason = "é".repeat(10_000);
    for (const id of ["a", "b", "c"]) store.deferred.add({ ...approve(id), body: { decision: "reject", reason } });
    await pass(0);
    expect(store.getSent()).toEqual(["a"]);
  });
});

describe("a deferred decision that fails", () => {
  test("is named with its error, and the others are carried out", async () => {
    const store = createStore();
    for (const id of ["a", "b"]) store.deferred.add(approve(id));
    const done = store.deferred.carryOutAll();
    await pass(0);
    const error = toProblem("changed-meanwhile");
    await store.fail(0, error);
    await store.succeed(1);
    expect(await done).toBe(false);
    expect(store.deferred.listFailed()).toMatchObject([{ decision: { name: "Name of a" }, error }]);
    expect(store.carriedOut).toEqual(["b"]);
    expect(await store.deferred.carryOutAll()).toBe(true);
  });

  test("is repeated with its key if the network failed", async () => {
    const store = createStore();
    store.deferred.add(approve("a"));
    await pass(delay);
    await store.fail(0, new NetworkError("no response"));
    const [failure] = store.deferred.listFailed();
    if (failure) store.deferred.retry(failure);
    await pass(0);
    expect(store.deferred.listFailed()).toEqual([]);
    expect(store.getKeys()[1]).toBe(store.getKeys()[0]);
  });

  test("stays for the next session if this one is over, with those behind it, and can be undone then", async () => {
    const store = createStore();
    for (const id of ["a", "b"]) store.deferred.add(approve(id));
    await pass(delay);
    await store.fail(0, toProblem("not-signed-in"));
    await pass(10 * delay);
    expect(store.getSent()).toEqual(["a"]);
    expect(store.getSaved()).toMatchObject([
      { registrationId: "a", isSent: false },
      { registrationId: "b", isSent: false },
    ]);
    const next = createStore();
    next.deferred.start(store.getSaved());
    expect(next.deferred.undo("b")).toMatchObject({ registrationId: "b" });
    await pass(delay);
    expect(next.getSent()).toEqual(["a"]);
  });
});

test("a page that was left with a decision under way sends it again with its key, in the next page", async () => {
  const store = createStore();
  store.deferred.add(approve("a"));
  store.deferred.leave();
  const next = createStore();
  next.deferred.start(store.getSaved());
  await pass(0);
  expect(next.getKeys()).toEqual(store.getKeys());
});
