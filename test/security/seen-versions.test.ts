import { afterAll, beforeAll, expect, test } from "vitest";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let handlers: Handlers;
const conferenceId = "seen-versions";
beforeAll(async () => {
  started = await startTable();
  const table = openTable(started.endpoint, 4);
  await createConference(table, conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  handlers = createHandlers(table);
});
afterAll(() => started.stop());

let serial = 0;
async function register() {
  serial += 1;
  const { body } = await handlers.submit(
    conferenceId,
    JSON.stringify(buildFormBody({}, { email: `p${serial}@example.org` })),
  );
  return { registrationId: String(body.registrationId), version: Number(body.version) };
}

const correct = (registrationId: string) =>
  handlers.call("amendRegistration", registrationId, { person: { familyName: "Other" } }, { version: "*" });
const decide = (body: object) => handlers.call("decideRegistrations", conferenceId, { decision: "approve", ...body });
const outcomes = ({ body: { items = [] } }: Awaited<ReturnType<typeof decide>>) =>
  items.map(({ problem }) => problem?.code ?? "decided");

test("a bulk decision refuses a registration that has changed since the officer read it, and decides the others", async () => {
  const [first, second, third] = [await register(), await register(), await register()];
  await correct(second.registrationId);
  const answer = await decide({ items: [first, second, third] });
  expect([answer.status, outcomes(answer)]).toEqual([200, ["decided", "changed-meanwhile", "decided"]]);
  const again = { ...second, version: second.version + 1 };
  expect(outcomes(await decide({ items: [again] }))).toEqual(["decided"]);
});

test("a bulk decision refuses a version that the registration has not reached yet", async () => {
  const one = await register();
  expect(outcomes(await decide({ items: [{ ...one, version: 7 }] }))).toEqual(["changed-meanwhile"]);
});

test("a bulk decision by identifiers alone decides on the present versions", async () => {
  const one = await register();
  await correct(one.registrationId);
  expect(outcomes(await decide({ registrationIds: [one.registrationId] }))).toEqual(["decided"]);
});

test.each([
  ["neither items nor registrationIds", {}, "items"],
  [
    "items together with registrationIds",
    { items: [{ registrationId: "a".repeat(26), version: 1 }], registrationIds: ["a".repeat(26)] },
    "registrationIds",
  ],
  [
    "the same registration twice",
    { items: [1, 2].map((version) => ({ registrationId: "a".repeat(26), version })) },
    "items",
  ],
  ["an item without a version", { items: [{ registrationId: "a".repeat(26) }] }, "items.0.version"],
])("a bulk decision with %s is refused", async (_, body, path) => {
  const answer = await decide(body);
  const { errors } = answer.body as { readonly errors?: readonly { readonly path: string }[] };
  expect([answer.status, errors?.map((each) => each.path)]).toEqual([422, [path]]);
});
