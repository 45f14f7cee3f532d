import { DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import type { LocalDocuments } from "./documents/run.ts";
import type { Tables } from "./dynamodb/run.ts";
import type { EventBus } from "./events/bus.ts";
import type { Functions } from "./functions/run.ts";
import type { RunningGateway } from "./gateway/run.ts";
import type { LocalSchedule } from "./schedules/schedule.ts";

/** What runs, as the running parts themselves say. */
export interface Inventory {
  readonly routes: readonly string[];
  readonly tables: readonly string[];
  /** `table/index` */
  readonly indexes: readonly string[];
  readonly functions: readonly string[];
  readonly consumers: readonly string[];
  readonly schedules: readonly string[];
  /** That take events to functions. */
  readonly rules: readonly string[];
  readonly buckets: readonly string[];
}

export interface Running {
  readonly tables: Tables;
  readonly gateway: RunningGateway;
  readonly functions: Functions;
  readonly consumers: ReadonlyMap<string, unknown>;
  readonly schedules: readonly LocalSchedule[];
  readonly bus: EventBus;
  readonly documents: LocalDocuments;
}

export async function takeInventory(running: Running): Promise<Inventory> {
  const { tables, gateway, functions, consumers, schedules, bus, documents } = running;
  const { TableNames = [] } = await tables.client.send(new ListTablesCommand({}));
  const described = await Promise.all(
    TableNames.map((TableName) => tables.client.send(new DescribeTableCommand({ TableName }))),
  );
  const indexes = described.flatMap(({ Table }) =>
    [...(Table?.GlobalSecondaryIndexes ?? []), ...(Table?.LocalSecondaryIndexes ?? [])].map(
      ({ IndexName }) => `${Table?.TableName}/${IndexName}`,
    ),
  );
  return {
    routes: gateway.routes.keys(),
    tables: TableNames,
    indexes,
    functions: [...functions.all.keys()],
    consumers: [...consumers.keys()],
    schedules: schedules.map(({ settings }) => settings.name),
    rules: bus.rules,
    buckets: await documents.buckets(),
  };
}
