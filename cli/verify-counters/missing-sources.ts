import { idPattern, type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import type { Item } from "#shared/dynamodb/table.ts";
import { describeKey } from "../../local/dynamodb/unreadable-rows.ts";
import { type RowFinding, toLostRow } from "./finding.ts";

/** A registration or delegation whose own row is not there, although other rows say that it exists. */
export interface MissingSource {
  readonly entity: "registration" | "delegation";
  readonly id: string;
  readonly finding: RowFinding;
}

/** The missing registrations and delegations of which other rows under their partition key are there. */
export function findMissingSources(items: readonly Item[]): MissingSource[] {
  const partitions = Map.groupBy(items, (item) => item["PK"]?.S ?? "");
  return [...partitions].flatMap(([partition, rows]) => {
    const [kind, id = ""] = partition.split("#");
    const entity = (["registration", "delegation"] as const).find((each) => each.toUpperCase() === kind);
    if (entity === undefined || rows.some((item) => item["SK"]?.S === kind)) return [];
    const text = `${entity} ${id} is missing, but ${rows.length} other rows of it are there`;
    return [{ entity, id, finding: { text, ...toLostRow(keys[entity](id)) } }];
  });
}

/**
 * The missing registrations and delegations of a conference that its other rows name: its history, the uniqueness
 * constraints, the lists of the gates, the search index. No row of a registration or delegation is ever deleted, and an
 * erasure keeps it too, so one that is named and not there was lost.
 * @param items the rows of the conference
 * @param isKnown whether the conference has this registration or delegation, or its row is known to be damaged
 */
export function findNamedMissingSources(
  items: readonly Item[],
  isKnown: (key: Key, id: string) => boolean,
): MissingSource[] {
  const named = new Map<string, { readonly entity: MissingSource["entity"]; readonly id: string; by: string }>();
  for (const item of items) {
    for (const { entity, id } of listNamedSources(item)) {
      const key = entity === "registration" ? keys.registration(id) : keys.delegation(id);
      if (!idPattern.test(id) || isKnown(key, id)) continue;
      const by = [named.get(serializeKey(key))?.by, describeKey(item)].filter((each) => each !== undefined);
      // One of them, the same in each scan.
      named.set(serializeKey(key), { entity, id, by: by.toSorted()[0] ?? "" });
    }
  }
  return [...named.values()].map(({ entity, id, by }) => ({
    entity,
    id,
    finding: {
      text: `${entity} ${id} is missing, but other rows name it, such as ${by}`,
      ...toLostRow(keys[entity](id)),
    },
  }));
}

/** The partitions of a conference whose rows name a registration or delegation in an attribute. */
const namingPartitions = new Set(["PERSON", "STATE", "GATE", "TERM", "MATCH", "FOCAL-POINT"]);

const namesInData = /"(registration|delegation)Id":"([^"\\]*)"/g;

function listNamedSources(item: Item): Pick<MissingSource, "entity" | "id">[] {
  const [partition = ""] = (item["PK"]?.S ?? "").split("#");
  // The text of an entry is searched, so that one that is damaged names what it still can.
  if (partition === "JOURNAL")
    return [...(item["data"]?.S ?? "").matchAll(namesInData)].map(([, entity = "", id = ""]) => ({
      entity: entity === "registration" ? entity : "delegation",
      id,
    }));
  if (!namingPartitions.has(partition)) return [];
  const { registrationId, delegationId, SK } = item;
  const [prefix, id = ""] = partition === "FOCAL-POINT" ? (SK?.S ?? "").split("#") : [];
  return [
    ...(registrationId?.S === undefined ? [] : [{ entity: "registration" as const, id: registrationId.S }]),
    ...(delegationId?.S === undefined ? [] : [{ entity: "delegation" as const, id: delegationId.S }]),
    ...(prefix === "DELEGATION" ? [{ entity: "delegation" as const, id }] : []),
  ];
}
