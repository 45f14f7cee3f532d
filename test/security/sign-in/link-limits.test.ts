import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestSignInLink } from "../../../functions/sign-in/sign-in.ts";
import { newAddress } from "../../support/builders.ts";
import { startTable, type TestTable } from "../../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const noon = Date.parse("2027-03-01T12:00:00.000Z");

/** Requests a link at a minute after noon. @returns whether an email is queued for a registered address */
async function request(email: string, network: string, minute = 0): Promise<boolean> {
  const now = new Date(noon + minute * 60_000).toISOString();
  const body = { email, conferenceId: "idm" };
  const call = { body, sourceDigest: network, now, deadline: Date.now() + 5_000 };
  const handler = requestSignInLink(started.table);
  const answer = await handler(call as unknown as Parameters<typeof handler>[0]);
  return answer.nextAt === undefined;
}

async function flood(email: string, networks: number, requests: number, minute = 0): Promise<number> {
  const calls = Array.from({ length: requests }, (_, index) => request(email, `attacker-${index % networks}`, minute));
  return (await Promise.all(calls)).filter(Boolean).length;
}

describe("requests of strangers for the links of an address", () => {
  test.each([1, 2, 4])("from %i networks leave its owner a link, from the owner's own network", async (networks) => {
    const email = newAddress();
    await flood(email, networks, networks * 8);
    expect(await request(email, "own")).toBe(true);
    expect(await request(email.toUpperCase(), "own")).toBe(true);
  });

  test("at the same time take exactly the allowance of their network", async () => {
    expect(await flood(newAddress(), 1, 20)).toBe(6);
  });

  test("from many networks send thirty emails at once, and twelve in each hour after them", async () => {
    const email = newAddress();
    expect(await flood(email, 40, 60)).toBe(30);
    let sent = 0;
    for (let minute = 1; minute <= 60; minute += 1) if (await request(email, `late-${minute}`, minute)) sent += 1;
    expect(sent).toBe(12);
  });

  test("from many networks leave at each moment a link in the mailbox that is valid for five minutes more", async () => {
    const email = newAddress();
    await flood(email, 40, 60);
    let lastSent = 0;
    for (let minute = 1; minute <= 30; minute += 1) {
      if (await request(email, `late-${minute}`, minute)) lastSent = minute;
      expect(minute - lastSent).toBeLessThanOrEqual(5);
    }
  });

  test("for one address use up no link of another one", async () => {
    await flood(newAddress(), 1, 20);
    expect(await request(newAddress(), "attacker-0")).toBe(true);
  });
});
