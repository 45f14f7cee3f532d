import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { repetitions } from "../support/full-run.ts";
import { type PlannedRow, planRows, toCsv } from "../support/people.ts";
import { type ImportJobRow, readJobRows, uploadSheet, waitForJob } from "./support/imports.ts";
import { startOwnSystem } from "./support/own-system.ts";
import { createConference, getSharedSystem } from "./support/system.ts";

startOwnSystem();

const client = () =>
  new DynamoDBClient({
    endpoint: getSharedSystem().dynamodb,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

/** Counts the items of a conference by kind; each email is queued by a journal item. */
async function countItems(conferenceId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const here = {
    FilterExpression: "conferenceId = :id OR begins_with(conferenceKey, :rows)",
    ProjectionExpression: "entity, mails",
    ExpressionAttributeValues: { ":id": { S: conferenceId }, ":rows": { S: `CONFERENCE#${conferenceId}#` } },
  };
  for await (const { Items = [] } of paginateScan(
    { client: client() },
    { TableName: getSharedSystem().table, ...here },
  )) {
    for (const { entity, mails } of Items) {
      if (entity?.S === "job" || entity?.S === "document") continue;
      const name = entity?.S ?? "";
      counts[name] = (counts[name] ?? 0) + 1;
      counts["mails"] = (counts["mails"] ?? 0) + Object.keys(mails?.M ?? {}).length;
    }
  }
  return counts;
}

/** The result of each row by the form's rules: seats in the order of the rows, with two limits. */
function planOutcomes(rows: readonly PlannedRow[], venue: number, ngos: number): string[] {
  const taken = { venue: 0, ngo: 0 };
  return rows.map(({ cells, wrong }) => {
    if (wrong !== undefined) return `invalid ${wrong}`;
    const isNgo = cells[0] === "ngo";
    const full = [...(taken.venue >= venue ? ["venue"] : []), ...(isNgo && taken.ngo >= ngos ? ["category:ngo"] : [])];
    if (full.length > 0) return `waiting ${full.join(" ")}`;
    taken.venue += 1;
    if (isNgo) taken.ngo += 1;
    return "seated";
  });
}

const summarizeRow = ({ outcome, waitingFor, errors }: ImportJobRow) =>
  [outcome, ...(waitingFor ?? []), ...(errors?.map(({ column }) => column) ?? [])].join(" ");

const categories = (ngos: number) => [
  { category: "member-state", title: { en: "Member States" }, colour: "#0b5394" },
  { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32", quota: ngos },
];

const sessions = [
  {
    sessionId: "opening",
    title: { en: "Opening" },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T10:00:00Z",
  },
];

const count = repetitions({ usual: 500, full: 5_000 });
const [seats, ngoSeats] = [count * 0.6, count * 0.38];
const sound = count * 0.96;

test(`of ${count} rows, each of the ${count - sound} invalid ones is reported by row and column, the others follow the form's rules, and a second import of the file changes nothing`, async () => {
  const conferenceId = await createConference(seats, { categories: categories(ngoSeats), sessions });
  const rows = planRows(count);
  const file = toCsv(rows);
  const expected = planOutcomes(rows, seats, ngoSeats);
  expect(expected.filter((each) => each.startsWith("invalid"))).toHaveLength(count - sound);
  const empty = await countItems(conferenceId);

  const runImport = async (how: object) => {
    const began = Date.now();
    const jobId = await uploadSheet(conferenceId, file, how);
    const { state, done, total, result } = await waitForJob(jobId, 400_000);
    expect({ state, done, total }).toEqual({ state: "done", done: count, total: count });
    return { jobId, result, took: Date.now() - began };
  };

  const dry = await runImport({ dryRun: true });
  const dryRunRows = await readJobRows(dry.jobId);
  expect(dryRunRows.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 2));
  expect(dryRunRows.map(summarizeRow)).toEqual(expected);
  expect(await countItems(conferenceId)).toEqual(empty);

  const real = await runImport({ sendMails: true });
  const importedRows = await readJobRows(real.jobId);
  expect(importedRows.map(summarizeRow)).toEqual(expected);
  expect(real.result).toEqual(dry.result);
  const proof = await verifyCounters({ client: client(), name: getSharedSystem().table }, conferenceId);
  expect(proof).toMatchObject({ registrations: sound, differences: [], seatsOverLimit: 0, seatsFreeWhileWaiting: 0 });
  const after = await countItems(conferenceId);
  expect(after).toMatchObject({ mails: sound });

  const again = await runImport({});
  const repeated = await readJobRows(again.jobId);
  expect(repeated.filter(({ outcome }) => outcome === "imported-before")).toHaveLength(sound);
  expect(repeated.map(({ registrationId }) => registrationId)).toEqual(
    importedRows.map(({ registrationId }) => registrationId),
  );
  expect(await countItems(conferenceId)).toEqual(after);
  console.log(`dry run ${dry.took} ms, real run ${real.took} ms, again ${again.took} ms`);
}, 900_000);
