import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { asked, type Item, type Table } from "./table.ts";

/** @returns whether it wasn't there yet */
export async function putOnce({ client, name }: Table, item: Item): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: name,
    Item: item,
    ConditionExpression: "attribute_not_exists(PK)",
  });
  try {
    await asked(client.send(command));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
