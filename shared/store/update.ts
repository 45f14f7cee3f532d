import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Key } from "./keys.ts";
import { asked, type Item, keyOf, type Table } from "./table.ts";

export interface Update {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Item;
  readonly condition?: string;
}

/**
 * Changes one item, if its condition holds.
 * @returns the item as it is then; none if the condition failed
 * @throws Refusal `too-busy` when the database doesn't answer
 */
export async function update({ client, name }: Table, key: Key, wanted: Update): Promise<Item | undefined> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: keyOf(key),
    UpdateExpression: wanted.expression,
    ConditionExpression: wanted.condition,
    ExpressionAttributeNames: wanted.names,
    ExpressionAttributeValues: wanted.values,
    ReturnValues: "ALL_NEW",
  });
  try {
    const { Attributes } = await asked(client.send(command));
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
