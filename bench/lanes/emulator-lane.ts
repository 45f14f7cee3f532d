import { Agent, request } from "node:http";
import { type TransactWriteItemsCommandInput, TransactWriteItemsCommand as Write } from "@aws-sdk/client-dynamodb";
import { palaisOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";
import { type Answered, drive, type Load } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";
import type { PalaisOrder } from "./palais-lane.ts";

/** So many real transactions are taken down, and written again and again under other keys. */
const samples = 100;

/** What the emulator alone takes for the transactions of Palais: sent ready-made, with no SDK, no rules, no reads. */
carryOutOrders(async ({ endpoint, conferenceId, warmUp, count, atOnce }: PalaisOrder): Promise<Load> => {
  const taken = await takeDown(endpoint, conferenceId, atOnce);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const bodies = Array.from({ length: warmUp + count }, (_, index) => bodyOf(taken, index));
  const send = (index: number) => post(endpoint, agent, bodies[index] ?? "");
  await drive(warmUp, atOnce, (index) => send(count + index));
  const load = await drive(count, atOnce, send);
  agent.destroy();
  return load;
});

async function takeDown(endpoint: string, conferenceId: string, atOnce: number) {
  const table = tableAt(endpoint, atOnce);
  const taken: TransactWriteItemsCommandInput[] = [];
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === Write.name) taken.push(structuredClone(args.input) as TransactWriteItemsCommandInput);
        return next(args);
      },
    { step: "initialize" },
  );
  const palais = palaisOn(table);
  await drive(samples, atOnce, async (index) => {
    const { status, body } = await palais.submit(conferenceId, formOf(`${conferenceId}.taken-down.${index}`));
    return { status, seat: body.seat };
  });
  table.client.destroy();
  return taken;
}

function bodyOf(taken: readonly TransactWriteItemsCommandInput[], index: number): string {
  const { ClientRequestToken: _, ...one } = structuredClone(taken[index % taken.length]) ?? { TransactItems: [] };
  for (const { Put } of one.TransactItems ?? []) {
    if (Put?.Item) Put.Item["PK"] = { S: `${Put.Item["PK"]?.S}${index}` };
  }
  return JSON.stringify(one);
}

const headers = {
  "x-amz-target": "DynamoDB_20120810.TransactWriteItems",
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
};

function post(address: string, agent: Agent, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { method: "POST", agent, headers }, (answer) => {
      answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, seat: undefined }));
    });
    asked.on("error", reject).end(body);
  });
}
