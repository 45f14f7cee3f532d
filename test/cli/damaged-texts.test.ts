import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { putItem, S, scanItems } from "#shared/dynamodb/table.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";
import { localAws, runCli } from "./support/run-cli.ts";

let started: TestTable;
let conferenceId: string;
let registrationId: string;
beforeAll(async () => {
  started = await startTable();
  const { table } = started;
  conferenceId = await openHall(table, 5);
  registrationId = (await applyToConference(table, conferenceId)).id;
  const items = await Array.fromAsync(scanItems(table));
  const damaged = items.filter(({ entity }) => entity?.S === "registration" || entity?.S === "journal");
  for (const item of damaged) await putItem(table, { ...item, data: S(', "familyName":"Secretname"}') });
});
afterAll(() => started.stop());

const run = (name: string, ...args: readonly string[]) =>
  runCli(name, [...args, "--table", started.table.name], {
    ...localAws,
    AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
  });

describe("a row whose text is damaged is not quoted by", () => {
  test.each([
    ["status", [], "SyntaxError"],
    ["verify-counters", [], "SyntaxError"],
    ["trace-mail", ["--registration"], "damaged-record"],
  ])("%s", async (name, options, reason) => {
    const { printed, code } = await run(name, ...options, ...(options.length > 0 ? [registrationId] : []));
    expect(code).toBeGreaterThan(0);
    expect(printed).toContain(reason);
    expect(printed).not.toMatch(/famil|Secret/);
  });
});

test("a key with control characters is printed without them", async () => {
  const { PK, SK } = keys.registration(`x\u001b[31m\u202e${registrationId}`);
  await putItem(started.table, { PK: S(PK), SK: S(SK), entity: S("registration"), data: S("no") });
  const { printed } = await run("verify-counters");
  expect(printed).toContain("\ufffd[31m\ufffd");
  for (const each of ["\u001b", "\u202e"]) expect(printed).not.toContain(each);
});
