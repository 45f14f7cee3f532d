import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { callApi } from "../../web/kit/api/client.ts";
import { type ListeningServer, listen } from "../support/listen.ts";

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const ok: Answer = { status: 200, body: JSON.stringify({ items: [], next: null }) };
const asProblem = (status: number, code: string): Answer => ({
  status,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({ code, title: code, status, type: code }),
});

let answers: Answer[] = [];
const keys: (string | undefined)[] = [];
let received = 0;
/** How often the page was told that a request begins or ceases to wait. */
let waitingChanges = 0;
/** Answers with the next of the answers; the last one stays. */
const server = createServer(async (request, response) => {
  for await (const _ of request);
  received += 1;
  keys.push(request.headers["idempotency-key"] as string | undefined);
  const { status, headers, body } = (answers.length > 1 ? answers.shift() : answers[0]) ?? ok;
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body ?? "{}");
});
let listening: ListeningServer;
beforeAll(async () => {
  listening = await listen(server);
});
afterAll(() => listening.close());

beforeEach(() => {
  received = 0;
  waitingChanges = 0;
  keys.length = 0;
  const { fetch } = globalThis;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  // A page has a location and events; Node has neither.
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => fetch(listening.endpoint + path, init));
  vi.stubGlobal("dispatchEvent", () => {
    waitingChanges += 1;
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/**
 * Lets a call come to its end without waiting for its pauses.
 * @returns the value or the failure, and the time waited in ms
 */
async function settle(call: Promise<unknown>): Promise<{ readonly result: unknown; readonly waitedMs: number }> {
  let isSettled = false;
  const result = call.catch((failure: unknown) => failure).finally(() => (isSettled = true));
  let waitedMs = 0;
  while (!isSettled) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isSettled || vi.getTimerCount() === 0) continue;
    await vi.advanceTimersByTimeAsync(100);
    waitedMs += 100;
  }
  return { result: await result, waitedMs };
}

const read = () => callApi("listConferences", {});
const post = (idempotencyKey?: string) =>
  callApi("requestSignInLink", {
    body: { email: "amina@example.org", conferenceId: "idm-2015" },
    ...(idempotencyKey && { idempotencyKey }),
  });

describe("a request to a busy site", () => {
  test.each([429, 502, 503, 504])("is sent again after %i, until it is answered", async (status) => {
    answers = [{ status }, { status }, ok];
    expect((await settle(read())).result).toEqual({ items: [], next: null });
    expect(received).toBe(3);
    // The page shows and announces one wait, not one for each repetition.
    expect(waitingChanges).toBe(2);
  });

  test("is sent six times at most, within a minute, and then fails as without an answer", async () => {
    answers = [{ status: 503 }];
    const { result, waitedMs } = await settle(read());
    expect(result).toMatchObject({ name: "NetworkError" });
    expect(received).toBe(6);
    expect(waitedMs).toBeLessThan(60_000);
  });

  test("waits as long as the server asks", async () => {
    answers = [{ ...asProblem(503, "too-busy"), headers: { "retry-after": "20" } }, ok];
    expect((await settle(read())).waitedMs).toBeGreaterThanOrEqual(20_000);
  });

  test("is sent again under the same key", async () => {
    answers = [{ status: 504 }, { status: 502 }, ok];
    await settle(post("key-1"));
    expect(keys).toEqual(["key-1", "key-1", "key-1"]);
  });

  test("without a key is not sent again when it may have been processed", async () => {
    answers = [{ status: 504 }, ok];
    expect((await settle(post())).result).toMatchObject({ name: "NetworkError" });
    expect(received).toBe(1);
    answers = [{ status: 429 }, ok];
    await settle(post());
    expect(received).toBe(3);
  });

  test("is not sent again after it is aborted, and does not wait any longer", async () => {
    answers = [{ ...asProblem(503, "too-busy"), headers: { "retry-after": "20" } }, ok];
    const abort = new AbortController();
    const call = callApi("listConferences", { signal: abort.signal });
    while (waitingChanges === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    const { result, waitedMs } = await settle(call);
    expect(result).toMatchObject({ name: "NetworkError", cause: { name: "AbortError" } });
    expect({ waitedMs, received, waitingChanges }).toEqual({ waitedMs: 0, received: 1, waitingChanges: 2 });
  });

  test.each([
    [429, "too-many-uploads"],
    [409, "full"],
    [500, "internal-error"],
  ])("is not sent again after our own %i %s", async (status, code) => {
    answers = [asProblem(status, code), ok];
    expect((await settle(read())).result).toMatchObject({ name: "ApiError", problem: { code } });
    expect(received).toBe(1);
  });
});
