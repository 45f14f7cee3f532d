import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getString, S, updateItem } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getSharedSystem } from "./system.ts";

/** The table of the shared system. */
export const openSharedTable = () => {
  const { dynamodb: endpoint, table: name } = getSharedSystem();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { client: new DynamoDBClient({ endpoint, region: "eu-central-1", credentials }), name };
};

/** Changes a registration as it is stored, to what the form accepted before it refused it. */
export async function changeStoredRegistration(
  registrationId: string,
  change: (stored: Registration) => Registration,
): Promise<void> {
  const table = openSharedTable();
  const key = keys.registration(registrationId);
  const item = await getItem(table, key);
  if (!item) throw new Error("no registration");
  const data = JSON.stringify(change(JSON.parse(getString(item, "data")) as Registration));
  await updateItem(table, key, {
    expression: "SET #data = :data",
    names: { "#data": "data" },
    values: { ":data": S(data) },
  });
}
