import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { createConference, createHandlers, type HandlerAnswer, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();
const conferenceId = "batch-deadline";
const timeoutMs = 29_000;
/** What the clock gives to each call of the database, in ms: nine calls fit between the last begin and the end. */
const msPerCall = 200;

beforeAll(async () => {
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 500, arrivalsPerSecond: 1 });
});
afterEach(() => vi.useRealTimers());

/** Handlers of a function with 29 s, and a clock that only calls of the database advance. */
function createSlowHandlers() {
  vi.useFakeTimers({ toFake: ["Date"] });
  const table = openTable(place.started.endpoint, 4);
  table.client.middlewareStack.add(
    (next) => (args) => {
      vi.setSystemTime(Date.now() + msPerCall);
      return next(args);
    },
    { step: "initialize" },
  );
  const startedAt = Date.now();
  return { slow: createHandlers(table, timeoutMs), getPassedMs: () => Date.now() - startedAt };
}

const listCodes = ({ body }: HandlerAnswer) => body.items?.map(({ problem }) => problem?.code ?? "done") ?? [];

/** Some items are done, and each of the others has its problem, while the function has time left to respond. */
function expectPartOfResults(answer: HandlerAnswer, items: number, passedMs: number): readonly string[] {
  const codes = listCodes(answer);
  const done = codes.filter((code) => code === "done");
  expect(codes).toEqual([...done, ...Array(items - done.length).fill("too-busy")]);
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(items);
  expect(passedMs).toBeLessThan(timeoutMs);
  return done;
}

const registerMany = async (people: number) =>
  Array.fromAsync({ length: people }, async (_, index) => {
    const form = buildFormBody({}, { email: `person.${index}@example.org` });
    return String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
  });

test("decisions that can't begin in time have a problem, and the response has the results of the others", async () => {
  const registrationIds = await registerMany(60);
  const { slow, getPassedMs } = createSlowHandlers();
  // A decision that requests a seat has an order, so that they run one after another.
  const answer = await slow.call("decideRegistrations", conferenceId, { decision: "approve", registrationIds });
  const passedMs = getPassedMs();
  vi.useRealTimers();
  const codes = listCodes(answer);
  const approved = codes.filter((code) => code === "done").length;
  expect(answer.status).toBe(200);
  expect(new Set(codes)).toEqual(new Set(["done", "too-busy"]));
  expect(passedMs).toBeLessThan(timeoutMs);
  const rest = { decision: "approve", registrationIds };
  const again = listCodes(await place.handlers.call("decideRegistrations", conferenceId, rest));
  expect(again.filter((code) => code === "wrong-state")).toHaveLength(approved);
  expect(again.filter((code) => code === "done")).toHaveLength(60 - approved);
});

test("nominations and confirmations that can't begin in time have a problem each", async () => {
  const draft = { name: { en: "Late" }, category: "ngo", focalPoints: ["late@example.org"], quota: 100 };
  const delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const toNominee = (_: unknown, index: number) => ({
    person: { givenName: "Amina", familyName: `Late ${index}`, email: `late.${index}@example.org`, nationality: "SEN" },
  });
  const nominated = createSlowHandlers();
  const items = Array.from({ length: 60 }, toNominee);
  const nominations = await nominated.slow.call("nominateMembers", delegationId, { items });
  const done = expectPartOfResults(nominations, 60, nominated.getPassedMs());
  vi.useRealTimers();
  const shown = await place.handlers.call("getDelegation", delegationId, "");
  expect(shown.body.members).toHaveLength(done.length);

  const asking = await Array.fromAsync({ length: 60 }, async (_, index) => {
    const form = buildFormBody({ delegation: delegationId }, { email: `asking.${index}@example.org` });
    const options = { asStaff: true };
    const { body } = await place.handlers.call("submitRegistration", conferenceId, form, options);
    return { registrationId: String(body.registrationId), confirm: true };
  });
  const confirmed = createSlowHandlers();
  const confirmations = await confirmed.slow.call("confirmMembers", delegationId, { items: asking });
  expectPartOfResults(confirmations, 60, confirmed.getPassedMs());
});
