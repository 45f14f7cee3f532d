import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import type { Key } from "./keys.ts";
import { asked, keyOf, type Table } from "./table.ts";

/** @returns whether it was there */
export async function removeItem({ client, name }: Table, key: Key): Promise<boolean> {
  const command = new DeleteItemCommand({ TableName: name, Key: keyOf(key), ReturnValues: "ALL_OLD" });
  const { Attributes } = await asked(client.send(command));
  return Attributes !== undefined;
}
