import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { recount } from "#shared/store/recount.ts";
import { repetitions } from "../support/full-run.ts";
import { csvOf, type PlannedRow, plannedRows } from "../support/people.ts";
import { ended, type Row, rowsOf, send } from "./imports.ts";
import { newConference, running } from "./system.ts";

const client = () =>
  new DynamoDBClient({
    endpoint: running().dynamodb,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

/** How many items of the table concern a conference, by what they are; each mail is promised by a journal item. */
async function itemsOf(conferenceId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const here = {
    FilterExpression: "conferenceId = :id OR begins_with(conferenceKey, :rows)",
    ProjectionExpression: "entity, mails",
    ExpressionAttributeValues: { ":id": { S: conferenceId }, ":rows": { S: `CONFERENCE#${conferenceId}#` } },
  };
  for await (const { Items = [] } of paginateScan({ client: client() }, { TableName: running().table, ...here })) {
    for (const { entity, mails } of Items) {
      if (entity?.S === "job" || entity?.S === "document") continue;
      const name = entity?.S ?? "";
      counts[name] = (counts[name] ?? 0) + 1;
      counts["mails"] = (counts["mails"] ?? 0) + Object.keys(mails?.M ?? {}).length;
    }
  }
  return counts;
}

/** What must become of each row by the rules of the form: first come, first seated, with two limits. */
function expected(rows: readonly PlannedRow[], venue: number, ngos: number): string[] {
  const taken = { venue: 0, ngo: 0 };
  return rows.map(({ cells, wrong }) => {
    if (wrong !== undefined) return `wrong ${wrong}`;
    const isNgo = cells[0] === "ngo";
    const full = [...(taken.venue >= venue ? ["venue"] : []), ...(isNgo && taken.ngo >= ngos ? ["category:ngo"] : [])];
    if (full.length > 0) return `waiting ${full.join(" ")}`;
    taken.venue += 1;
    if (isNgo) taken.ngo += 1;
    return "seated";
  });
}

const inShort = ({ outcome, waitingFor, errors }: Row) =>
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

test(`of ${count} rows each of ${count - sound} errors is named by row and column, the others stand by the rules of the form, and the same file again changes nothing`, async () => {
  const conferenceId = await newConference(seats, { categories: categories(ngoSeats), sessions });
  const rows = plannedRows(count);
  const file = csvOf(rows);
  const wanted = expected(rows, seats, ngoSeats);
  expect(wanted.filter((each) => each.startsWith("wrong"))).toHaveLength(count - sound);
  const empty = await itemsOf(conferenceId);

  const timed = async (how: object) => {
    const began = Date.now();
    const jobId = await send(conferenceId, file, how);
    const { state, done, total, result } = await ended(jobId, 400_000);
    expect({ state, done, total }).toEqual({ state: "done", done: count, total: count });
    return { jobId, result, took: Date.now() - began };
  };

  const dry = await timed({ dryRun: true });
  const foreseen = await rowsOf(dry.jobId);
  expect(foreseen.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 2));
  expect(foreseen.map(inShort)).toEqual(wanted);
  expect(await itemsOf(conferenceId)).toEqual(empty);

  const real = await timed({});
  const taken = await rowsOf(real.jobId);
  expect(taken.map(inShort)).toEqual(wanted);
  expect(real.result).toEqual(dry.result);
  const proof = await recount({ client: client(), name: running().table }, conferenceId);
  expect(proof).toMatchObject({ registrations: sound, differences: [], overhang: 0, freeWhileWaiting: 0 });
  const after = await itemsOf(conferenceId);
  expect(after).toMatchObject({ mails: sound });

  const again = await timed({});
  const repeated = await rowsOf(again.jobId);
  expect(repeated.filter(({ outcome }) => outcome === "imported-before")).toHaveLength(sound);
  expect(repeated.map(({ registrationId }) => registrationId)).toEqual(
    taken.map(({ registrationId }) => registrationId),
  );
  expect(await itemsOf(conferenceId)).toEqual(after);
  console.log(`dry run ${dry.took} ms, real run ${real.took} ms, again ${again.took} ms`);
}, 900_000);
