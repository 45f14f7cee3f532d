import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recount } from "#shared/store/recount.ts";
import { type System, startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { draftBody, formBody } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { freeBlock } from "../support/ports.ts";
import { clientOf } from "../support/table.ts";
import { callAt, openNow, patience, within } from "../system/system.ts";

let home: string;
let system: System;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-opening-"));
  system = await startSystem({ home, port: await freeBlock(5_600), seeds: false, ...assembly() });
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

const people = repetitions({ usual: 600, full: 2_000 });
const seats = people * 0.3;
const waiting = people - seats;

test(`${people} submissions at the same time for ${seats} seats: ${seats} seated, ${waiting} in line, no 5xx`, async () => {
  const conference = "/v1/conferences/idm-opening";
  const token = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken;
  const body = { ...draftBody, venue: { ...draftBody.venue, capacity: seats }, registration: openNow() };
  expect((await callAt(system.api, conference, { method: "PUT", token, body })).status).toBe(200);

  const submit = () => callAt(system.api, `${conference}/registrations`, { body: formBody() });
  const answers = await Promise.all(Array.from({ length: people }, submit));
  const count = (seat: string) =>
    answers.filter(({ status, body: said }) => status === 201 && said.seat === seat).length;
  expect(answers.filter(({ status }) => status !== 201).map(({ status }) => status)).toEqual([]);
  expect([count("held"), count("waiting")]).toEqual([seats, waiting]);

  const venue = async () => {
    const { items } = (await callAt(system.api, `${conference}/capacity`, { token })).body;
    return items.find(({ pool }) => pool === "venue");
  };
  await within(patience, venue, (pool) => pool?.waiting === waiting);
  expect(await venue()).toMatchObject({ limit: seats, taken: seats });
  const proof = await recount({ client: clientOf(system.dynamodb), name: system.table }, "idm-opening");
  expect(proof).toMatchObject({ registrations: people, overhang: 0, freeWhileWaiting: 0, differences: [] });
}, 180_000);
