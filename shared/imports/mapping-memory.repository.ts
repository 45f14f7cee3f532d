import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { emptyMemory, type MappingMemory } from "./mapping-memory.rules.ts";

/** What officers of a conference have mapped before. */
export async function loadMappingMemory(table: Table, conferenceId: string): Promise<MappingMemory> {
  return (await readMemory(table, conferenceId)).memory;
}

async function readMemory(table: Table, conferenceId: string): Promise<{ memory: MappingMemory; version: number }> {
  const item = await getItem(table, keys.importMemory(conferenceId));
  const memory = item?.["memory"]?.S;
  if (!item || memory === undefined) return { memory: emptyMemory, version: 0 };
  return { memory: JSON.parse(memory) as MappingMemory, version: getNumber(item, "version") };
}

/** How often a change is tried beside those of other officers. A mapping that is not remembered is only not proposed. */
const attempts = 3;

/** Changes what is remembered for a conference, in the version that was read. */
export async function updateMappingMemory(
  table: Table,
  conferenceId: string,
  change: (memory: MappingMemory) => MappingMemory,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { memory, version } = await readMemory(table, conferenceId);
    const item = await updateItem(table, keys.importMemory(conferenceId), {
      expression: "SET entity = :entity, memory = :memory, version = :next",
      condition: "attribute_not_exists(PK) OR version = :version",
      values: {
        ":entity": S("import-memory"),
        ":memory": S(JSON.stringify(change(memory))),
        ":version": N(version),
        ":next": N(version + 1),
      },
    });
    if (item) return;
  }
}
