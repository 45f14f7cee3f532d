import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, putItem, S, type Table } from "#shared/dynamodb/table.ts";

/** Moves a stored conference to days of the past. The form stays open. @param days the first and the last, as instants */
export async function endConference(
  table: Table,
  conferenceId: string,
  [first, last]: readonly [string, string],
): Promise<void> {
  const item = await getItem(table, keys.conference(conferenceId));
  const days = { startsOn: first.slice(0, 10), endsOn: last.slice(0, 10) };
  await putItem(table, { ...item, data: S(JSON.stringify({ ...JSON.parse(item?.["data"]?.S ?? ""), ...days })) });
}
