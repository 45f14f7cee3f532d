import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";

let started: CountedTable;
beforeAll(async () => {
  started = await startCountedTable();
});
afterAll(() => started.stop());
afterEach(() => vi.useRealTimers());

let conferenceId = "";
let palais: ReturnType<typeof createHandlers>;
let serial = 0;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  serial += 1;
  conferenceId = `key-${serial}`;
  const table = openTable(started.endpoint, 4);
  await createConference(table, conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  palais = createHandlers(table);
});

const [home, abroad] = ["192.0.2.1", "198.51.100.1"];
const submit = (body: object, sourceIp: string, idempotencyKey = `key-${serial}`) =>
  palais.call("submitRegistration", conferenceId, body, { sourceIp, idempotencyKey });
const reused = { status: 422, body: { code: "idempotency-key-reused" } };

describe("an Idempotency-Key of an anonymous caller", () => {
  test("tells a caller of another network nothing, who uses it for another request", async () => {
    expect((await submit(buildFormBody(), home)).status).toBe(201);
    expect((await submit(buildFormBody(), abroad)).status).toBe(201);
  });

  test("repeats the answer to the same request, also from another network", async () => {
    const body = buildFormBody();
    const first = await submit(body, home);
    expect(first.status).toBe(201);
    expect(await submit(body, home)).toEqual(first);
    expect(await submit(body, abroad)).toEqual(first);
  });

  test("is refused for another request of the same network, whether the address is registered or not", async () => {
    const known = buildFormBody();
    expect((await submit(known, abroad, `earlier-${serial}`)).status).toBe(201);
    expect((await submit(buildFormBody(), home)).status).toBe(201);
    const list = async (body: object) => {
      const { result, requests } = await started.countRequests(() => submit(body, home));
      expect(result).toMatchObject(reused);
      return requests;
    };
    expect(await list(known)).toEqual(await list(buildFormBody()));
  });

  test("is refused for a request for an address that is registered, after a request for another such address", async () => {
    const [known, other] = [buildFormBody(), buildFormBody()];
    for (const body of [known, other])
      expect((await submit(body, abroad, JSON.stringify(body.person.email))).status).toBe(201);
    expect((await submit({ ...known, organization: "Union" }, home)).status).toBe(201);
    expect(await submit({ ...other, organization: "Union" }, home)).toMatchObject(reused);
  });

  test("can be used for another request after a day", async () => {
    expect((await submit(buildFormBody(), home)).status).toBe(201);
    vi.setSystemTime(Date.now() + 86_400_000 + 2_000);
    expect((await submit(buildFormBody(), home)).status).toBe(201);
  });
});
