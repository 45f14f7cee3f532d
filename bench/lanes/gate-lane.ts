import { Agent, request } from "node:http";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { aSigner } from "../../test/support/signer.ts";
import { atRate, type Steady } from "../gate/open-loop.ts";
import { approvedAt, gatesOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";

export interface GateOrder {
  readonly endpoint: string;
  readonly tableName: string;
  readonly conferenceId: string;
  readonly people: number;
  readonly rate: number;
  readonly seconds: number;
  /** Each so many, the same badge is read at a second gate in the same moment. */
  readonly twiceEach: number;
}

export interface GateReport {
  readonly floor: Steady;
  readonly ours: Steady;
  /** How many passed one gate, both gates, none. */
  readonly passed: number;
  readonly double: number;
  readonly refused: number;
  readonly inside: number;
}

/** One round: the floor, then readings through the function's own handler, in this process. */
carryOutOrders(async (order: GateOrder): Promise<GateReport> => {
  const { endpoint, tableName, conferenceId, people, rate, seconds } = order;
  const [table, signer] = [tableAt(endpoint, 64, tableName), await aSigner()];
  const tokens = await badges(signer, conferenceId, await approvedAt(table, conferenceId, people));
  const alone = conditionalWrites(endpoint, tableName, conferenceId);
  await atRate(rate, 2, (index) => alone.write(-1 - index));
  const floor = await atRate(rate, seconds, alone.write);
  alone.stop();
  const gates = gatesOn(table, signer);
  await warm(gates, conferenceId, tokens);
  const crowd = doors(gates, order, tokens);
  const ours = await atRate(rate, seconds, crowd.send);
  const inside = await gates.inside(conferenceId);
  table.client.destroy();
  return { floor, ours, inside, ...crowd.outcome() };
});

type Gates = ReturnType<typeof gatesOn>;

/** Connections are opened and code is compiled before the count begins: everybody comes in and goes out once. */
async function warm(gates: Gates, conferenceId: string, tokens: readonly string[]): Promise<void> {
  for (const direction of ["in", "out"]) {
    const read = (token: string, index: number) =>
      gates.read(conferenceId, reading(`warm-${direction}-${index}`, token, direction, "Gate W"));
    for (let from = 0; from < tokens.length; from += 32)
      await Promise.all(tokens.slice(from, from + 32).map((token, each) => read(token, from + each)));
  }
}

const reading = (scanId: string, token: string, direction: string, gate: string) => ({
  gate,
  direction,
  scans: [{ scanId, token, at: new Date().toISOString() }],
});

const headers = {
  "x-amz-target": "DynamoDB_20120810.PutItem",
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
};

/** What no gate on this emulator could be faster than: one conditional write, with no SDK, no rules and no reads. */
function conditionalWrites(endpoint: string, TableName: string, run: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const write = (index: number) =>
    new Promise<void>((resolve, reject) => {
      const Item = { PK: { S: `FLOOR#${run}#${index}` }, SK: { S: "FLOOR" }, data: { S: "x".repeat(300) } };
      const body = JSON.stringify({ TableName, Item, ConditionExpression: "attribute_not_exists(PK)" });
      const asked = request(endpoint, { method: "POST", agent, headers }, (answer) => {
        const isWritten = answer.statusCode === 200;
        answer.resume().on("end", () => (isWritten ? resolve() : reject(new Error(`floor: ${answer.statusCode}`))));
      });
      asked.on("error", reject).end(body);
    });
  return { write, stop: () => agent.destroy() };
}

/** Everybody comes in, goes out, comes in again, at many gates; whoever is read twice at once passes once. */
function doors(gates: Gates, { conferenceId, people, twiceEach }: GateOrder, tokens: readonly string[]) {
  let [passed, double, refused] = [0, 0, 0];
  const read = async (index: number, gate: string) => {
    const direction = Math.floor(index / people) % 2 === 0 ? "in" : "out";
    const token = tokens[index % people] ?? "";
    const [answer] = await gates.read(conferenceId, reading(`${index}-${gate}`, token, direction, gate));
    return answer?.verdict === "admit";
  };
  const send = async (index: number) => {
    const near = `Gate-${index % 8}`;
    const admitted = (
      await Promise.all((index % twiceEach === 0 ? [near, "Gate-X"] : [near]).map((gate) => read(index, gate)))
    ).filter(Boolean).length;
    passed += Number(admitted === 1);
    double += Number(admitted > 1);
    refused += Number(admitted === 0);
  };
  return { send, outcome: () => ({ passed, double, refused }) };
}

async function badges(signer: BadgeSigner, conferenceId: string, ids: readonly string[]) {
  return Promise.all(ids.map((registrationId) => signToken(signer, { conferenceId, registrationId, serial: 1 })));
}
