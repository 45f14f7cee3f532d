import type { TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createConference, createHandlers, type HandlerAnswer, openTable } from "../../bench/support/handlers.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { buildFormBody } from "../support/builders.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";

let started: CountedTable;
beforeAll(async () => {
  started = await startCountedTable();
});
afterAll(() => started.stop());

let conferenceId = "";
let serial = 0;
beforeEach(() => {
  serial += 1;
  conferenceId = `enumeration-${serial}`;
});

const here = () => openTable(started.endpoint, 4);
const form = (email: string) => JSON.stringify(buildFormBody({}, { email }));
const looks = ({ status, body }: HandlerAnswer) => [status, Object.keys(body).toSorted(), body.seat];

/** What an ask for the address looks like: its answer, and each call that it makes of the database. */
async function traced(ask: () => Promise<HandlerAnswer>) {
  const { result, requests } = await started.countRequests(ask);
  return { answer: looks(result), requests };
}

/** A conference at which one address is registered. */
async function hall(capacity: number, waitingList = true) {
  await createConference(here(), conferenceId, { capacity, arrivalsPerSecond: 1, waitingList });
  const palais = createHandlers(here());
  const submit = (email: string) => palais.submit(conferenceId, form(email));
  expect((await submit("known@example.org")).status).toBe(201);
  const link = (email: string) => palais.call("requestSignInLink", "", { conferenceId, email });
  return { submit, link };
}

describe("the database calls do not reveal who is registered", () => {
  test("a submission: one look and one transaction of as many writes, known or not", async () => {
    const { submit } = await hall(50);
    await submit("first@example.org");
    const unknown = await traced(() => submit("other@example.org"));
    const known = await traced(() => submit("known@example.org"));
    const again = await traced(() => submit("known@example.org"));
    expect(unknown.requests).toEqual(["BatchGetItem 2", "TransactWriteItems 5"]);
    expect(known).toEqual(unknown);
    expect(again).toEqual(unknown);
    const { differences, registrations } = await verifyCounters(started.table, conferenceId);
    expect([differences, registrations]).toEqual([[], 3]);
  });

  test("a submission writes as many items and takes as many shards, known or not", async () => {
    const { submit } = await hall(50);
    const table = here();
    const written: string[][] = [];
    table.client.middlewareStack.add(
      (next) => async (call) => {
        const { TransactItems = [] } = call.input as TransactWriteItemsCommandInput;
        if (TransactItems.length > 0) written.push(TransactItems.map((item) => Object.keys(item).join()).toSorted());
        return next(call);
      },
      { step: "initialize" },
    );
    const palais = createHandlers(table);
    await submit("first@example.org");
    for (const email of ["other@example.org", "known@example.org"]) await palais.submit(conferenceId, form(email));
    // The constraint of a known address exists, so that it is updated.
    expect(written).toEqual([
      ["Put", "Put", "Put", "Update", "Update"],
      ["Put", "Put", "Update", "Update", "Update"],
    ]);
  });

  test("a submission where the room is full: the same for both, whether there is a line or not", async () => {
    const { submit } = await hall(1);
    await submit("first@example.org");
    const unknown = await traced(() => submit("other@example.org"));
    expect(unknown.answer).toContain("waiting");
    expect(await traced(() => submit("known@example.org"))).toEqual(unknown);

    conferenceId += "-without-line";
    const full = await hall(1, false);
    await full.submit("first@example.org");
    const refused = await traced(() => full.submit("other@example.org"));
    expect(refused.answer[0]).toBe(409);
    expect(await traced(() => full.submit("known@example.org"))).toEqual(refused);
  });

  test("a sign-in link: two allowances, two looks and one transaction of two writes", async () => {
    const { link } = await hall(50);
    const unknown = await traced(() => link("other@example.org"));
    expect(unknown.requests).toEqual(["UpdateItem 1", "UpdateItem 1", "GetItem 1", "Query 0", "TransactWriteItems 2"]);
    expect(await traced(() => link("known@example.org"))).toEqual(unknown);
  });
});
