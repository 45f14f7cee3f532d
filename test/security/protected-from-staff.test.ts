import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let handlers: Handlers;
beforeAll(async () => {
  started = await startTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(() => started.stop());

const reader = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;
const otherSecretariat = { kind: "staff", id: "other", email: "other@example.org", groups: ["secretariat"] } as const;

let conferenceId = "";
let delegationId = "";

const protect = (id: string) =>
  handlers.call("protectRegistration", id, {
    alias: { nameOnBadge: "Speaker Seven" },
    readers: [reader.email],
    reason: "at risk",
  });

async function createDelegation(name: string): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: [`fp.${name}@example.org`], quota: 9 };
  return String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

const submit = async (name: string, more: object = {}) => {
  const form = buildFormBody(more, { email: `${name}.${conferenceId}@example.org` });
  return String((await handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
};

beforeEach(async () => {
  conferenceId = `from-staff-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  delegationId = await createDelegation("union");
});

test("only a reader moves the membership request of a protected person to another delegation", async () => {
  const [asked, alone] = [await submit("asked", { delegation: delegationId }), await submit("alone")];
  for (const id of [asked, alone]) expect((await protect(id)).status).toBe(200);
  const trap = { delegation: await createDelegation("trap") };
  const move = async (id: string, body: object, caller: typeof reader | typeof otherSecretariat) => {
    const { status, body: answer } = await handlers.call("requestMembership", id, body, { caller });
    return answer.code ?? status;
  };
  const unknown = { delegation: createId() };
  for (const body of [trap, unknown, { delegation: null }])
    for (const id of [asked, alone]) expect(await move(id, body, otherSecretariat)).toBe("name-protected");
  expect(await move(alone, trap, reader)).toBe("wrong-state");
  expect(await move(asked, trap, reader)).toBe(200);
});
