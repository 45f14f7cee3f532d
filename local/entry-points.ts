import { setTimeout as sleep } from "node:timers/promises";
import { DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import type { Backends } from "./backends.ts";
import type { SystemOptions } from "./context.ts";
import { type RunningDistribution, runDistribution } from "./distribution/distribution.ts";
import type { LocalDocuments } from "./documents/documents.ts";
import { type LocalTables, trimRegularly } from "./dynamodb/database.ts";
import { createEventBus, type EventBus } from "./events/event-bus.ts";
import { type LocalSchedule, runSchedules } from "./events/schedules.ts";
import { createAsyncInvocations } from "./functions/async-invocations.ts";
import { startInvokeServer } from "./functions/invoke-server.ts";
import { LocalFunctions } from "./functions/local-functions.ts";
import { type RunningGateway, runGateway } from "./gateway/gateway.ts";
import type { StartProgress, Teardown } from "./lifecycle.ts";
import { runLive } from "./live/live-reload.ts";
import { stopServer } from "./network.ts";
import { runConsumers } from "./streams/run-consumers.ts";
import type { StreamConsumer } from "./streams/stream-consumer.ts";
import { toApiUrl } from "./template/name-resources.ts";

export interface RunningParts {
  readonly tables: LocalTables;
  readonly gateway: RunningGateway;
  readonly functions: LocalFunctions;
  readonly consumers: ReadonlyMap<string, StreamConsumer>;
  readonly schedules: readonly LocalSchedule[];
  readonly bus: EventBus;
  readonly documents: LocalDocuments;
  readonly distribution: RunningDistribution;
}

/** How long running invocations may take to finish when the system stops. */
const shutdownTimeoutMs = 3_000;

/** Starts the functions and everything that invokes them: the API, the stream consumers, the schedules. */
export async function runEntryPoints(
  backends: Backends,
  progress: StartProgress,
  teardown: Teardown,
  loadFunctions: SystemOptions["loadFunctions"],
): Promise<RunningParts> {
  const { context, endpoints, policies, tables, documents, secrets, emailFeedback } = backends;
  const functions = await progress.runStep(
    "functions",
    async () => new LocalFunctions(context, endpoints, policies),
    ({ all }) => `${all.size} ${loadFunctions === "at-start" ? "loaded" : "ready, each is loaded at its first call"}`,
  );
  teardown.add(() => functions.stop());
  const events = createAsyncInvocations(context, functions);
  const invocations = await startInvokeServer(Number(new URL(endpoints.lambda).port), functions, events);
  teardown.add(() => stopServer(invocations, 0));
  if (loadFunctions === "at-start") await functions.load();
  const gateway = runGateway(context, functions);
  const distribution = await progress.runStep(
    "API",
    () => runDistribution(context, gateway.listener, secrets),
    () => toApiUrl(context.ports.api),
  );
  teardown.add(() => stopServer(distribution.management.server, 0));
  const consumers = await progress.runStep(
    "stream",
    () => runConsumers(context, functions, endpoints.dynamodb),
    ({ size }) => `${size} consumers`,
  );
  await events.resume();
  const bus = createEventBus(context, functions);
  await documents.scanWith(bus);
  emailFeedback.publishTo(functions);
  const schedules = await progress.runStep(
    "schedules",
    async () => runSchedules(context, functions),
    ({ length }) => `${length} running`,
  );
  const trimming = new AbortController();
  const listCheckpoints = () => [...consumers.values()].map((consumer) => consumer.getCheckpointedSequence());
  void trimRegularly(tables, listCheckpoints, trimming.signal, context.runner.log);
  const stopTimers = () => {
    trimming.abort();
    for (const schedule of schedules) schedule.stop();
  };
  const drainConsumers = async () => {
    await drain([...consumers.values()], functions);
    events.stop();
  };
  teardown.add(
    async () => {
      stopTimers();
      await Promise.all([stopServer(distribution.server, shutdownTimeoutMs), drainConsumers()]);
    },
    () => {
      stopTimers();
      distribution.server.closeAllConnections();
      distribution.server.close();
      for (const consumer of consumers.values()) void consumer.stop();
      events.stop();
    },
  );
  if (context.sources !== undefined) await runLive(context.sources, context, { functions, distribution }, teardown);
  return { tables, gateway, functions, consumers, schedules, bus, documents, distribution };
}

/** Stops the consumers, and waits for running invocations. */
async function drain(consumers: readonly StreamConsumer[], functions: LocalFunctions): Promise<void> {
  const deadline = Date.now() + shutdownTimeoutMs;
  await Promise.race([Promise.all(consumers.map((consumer) => consumer.stop())), sleep(shutdownTimeoutMs)]);
  while (!functions.isIdle && Date.now() < deadline) await sleep(20);
}

/** What runs, as the running parts report it. */
export interface SystemInventory {
  readonly routes: readonly string[];
  readonly tables: readonly string[];
  /** `table/index` */
  readonly indexes: readonly string[];
  readonly functions: readonly string[];
  readonly consumers: readonly string[];
  readonly schedules: readonly string[];
  /** The rules of the event bus. */
  readonly rules: readonly string[];
  readonly buckets: readonly string[];
}

export async function takeInventory(running: RunningParts): Promise<SystemInventory> {
  const { tables, gateway, functions, consumers, schedules, bus, documents } = running;
  const { TableNames = [] } = await tables.client.send(new ListTablesCommand({}));
  const indexes = await Promise.all(
    TableNames.map(async (TableName) => {
      const { Table } = await tables.client.send(new DescribeTableCommand({ TableName }));
      const all = [...(Table?.GlobalSecondaryIndexes ?? []), ...(Table?.LocalSecondaryIndexes ?? [])];
      return all.map(({ IndexName }) => `${TableName}/${IndexName}`);
    }),
  );
  return {
    routes: gateway.routes.keys(),
    tables: TableNames,
    indexes: indexes.flat(),
    functions: [...functions.all.keys()],
    consumers: [...consumers.keys()],
    schedules: schedules.map(({ name }) => name),
    rules: bus.rules,
    buckets: await documents.buckets(),
  };
}
