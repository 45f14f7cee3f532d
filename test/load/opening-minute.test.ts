import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { type LocalSystem, startSystem } from "../../local/system.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { createTestClient } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";
import { buildOpenPeriod, callSystemAt, waitTimeoutMs } from "../system/support/system.ts";

let home: string;
let system: LocalSystem;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-opening-"));
  system = await startSystem({ home, port: await findFreePortBlock(5_600), seeds: false, ...getAssembly() });
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

const people = repetitions({ usual: 600, full: 2_000 });
const seats = people * 0.3;
const waiting = people - seats;

test(`${people} simultaneous submissions for ${seats} seats: ${seats} seated, ${waiting} on the waiting list, no 5xx`, async () => {
  const conference = "/v1/conferences/idm-opening";
  const token = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken;
  const body = { ...draftBody, venue: { ...draftBody.venue, capacity: seats }, registration: buildOpenPeriod() };
  expect((await callSystemAt(system.api, conference, { method: "PUT", token, body })).status).toBe(200);

  const submit = () => callSystemAt(system.api, `${conference}/registrations`, { body: buildFormBody() });
  const answers = await Promise.all(Array.from({ length: people }, submit));
  const count = (seat: string) => answers.filter(({ status, body }) => status === 201 && body.seat === seat).length;
  expect(answers.filter(({ status }) => status !== 201).map(({ status }) => status)).toEqual([]);
  expect([count("held"), count("waiting")]).toEqual([seats, waiting]);

  const venue = async () => {
    const { items } = (await callSystemAt(system.api, `${conference}/capacity`, { token })).body;
    return items.find(({ pool }) => pool === "venue");
  };
  await waitFor(waitTimeoutMs, venue, (pool) => pool?.waiting === waiting);
  expect(await venue()).toMatchObject({ limit: seats, taken: seats });
  const proof = await verifyCounters({ client: createTestClient(system.dynamodb), name: system.table }, "idm-opening");
  expect(proof).toMatchObject({ registrations: people, seatsOverLimit: 0, seatsFreeWhileWaiting: 0, differences: [] });
}, 180_000);
