import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/store/table.ts";
import { drive } from "../support/drive.ts";
import type { RaceReport } from "./race-order.ts";

const Key = { PK: { S: "NAIVE" }, SK: { S: "NAIVE" } };

/** How many seats the naive way has given out. */
export async function naiveTaken({ client, name }: Table): Promise<number> {
  const { Item } = await client.send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }));
  return Number(Item?.["taken"]?.N ?? 0);
}

/** Looks whether there is a seat, then takes it: what a test of the cap must catch. */
export async function naiveAttempts(
  table: Table,
  seats: number,
  attempts: number,
  atOnce: number,
): Promise<RaceReport> {
  const { answers } = await drive(attempts, atOnce, async () => {
    if ((await naiveTaken(table)) >= seats) return { status: 409, seat: undefined };
    const UpdateExpression = "ADD taken :one";
    const ExpressionAttributeValues = { ":one": { N: "1" } };
    await table.client.send(
      new UpdateItemCommand({ TableName: table.name, Key, UpdateExpression, ExpressionAttributeValues }),
    );
    return { status: 201, seat: "held" };
  });
  return { answers, errors: [] };
}
