import { setTimeout as sleep } from "node:timers/promises";
import type { Backends } from "./backends.ts";
import { runDistribution } from "./distribution/run.ts";
import { trimRegularly } from "./dynamodb/run.ts";
import { eventBus } from "./events/bus.ts";
import { Functions } from "./functions/run.ts";
import { runGateway } from "./gateway/run.ts";
import { stop } from "./http.ts";
import type { Running } from "./inventory.ts";
import { runLive } from "./live/run.ts";
import { apiUrl } from "./name-resources.ts";
import type { SystemOptions } from "./options.ts";
import type { Progress } from "./progress.ts";
import { runSchedules } from "./schedules/run.ts";
import type { StreamConsumer } from "./streams/consumer.ts";
import { runConsumers } from "./streams/run.ts";
import type { Teardown } from "./teardown.ts";

/** So long may what runs take to finish when the system ends, in ms. */
const patience = 3_000;

/** Starts the functions, and all that calls them: the API, the consumers of the stream, the schedules. */
export async function runEntrances(
  backends: Backends,
  progress: Progress,
  teardown: Teardown,
  loadFunctions: SystemOptions["loadFunctions"],
): Promise<Running> {
  const { context, endpoints, tables, documents, feedback } = backends;
  const count = (things: string, size: number) => `${size} ${things}`;
  const functions = await progress.part(
    "functions",
    async () => new Functions(context, endpoints),
    ({ all }) => count(loadFunctions === "at-start" ? "loaded" : "ready, each loaded at its first call", all.size),
  );
  teardown.add(() => functions.stop());
  if (loadFunctions === "at-start") await functions.load();
  const gateway = runGateway(context, functions);
  const distribution = await progress.part(
    "API",
    () => runDistribution(context, gateway.listener),
    () => apiUrl(context.ports.api),
  );
  const startConsumers = () => runConsumers(context, functions, endpoints.dynamodb);
  const consumers = await progress.part("stream", startConsumers, ({ size }) => count("consumers", size));
  const bus = eventBus(context, functions);
  await documents.scanWith(bus);
  feedback.publishTo(functions);
  const schedules = await progress.part(
    "schedules",
    async () => runSchedules(context, functions),
    ({ length }) => count("running", length),
  );
  const trimming = new AbortController();
  void trimRegularly(tables, () => [...consumers.values()].map((consumer) => consumer.passed()), trimming.signal);
  teardown.add(
    async () => {
      trimming.abort();
      for (const schedule of schedules) schedule.stop();
      await Promise.all([stop(distribution.server, patience), finish([...consumers.values()], functions)]);
    },
    async () => {
      trimming.abort();
      for (const schedule of schedules) schedule.stop();
      distribution.server.closeAllConnections();
      distribution.server.close();
      for (const consumer of consumers.values()) void consumer.stop();
    },
  );
  if (context.sources !== undefined) await runLive(context.sources, context, { functions, distribution }, teardown);
  return { tables, gateway, functions, consumers, schedules, bus, documents };
}

/** Takes no more from the stream, and waits a little for what runs. */
async function finish(consumers: readonly StreamConsumer[], functions: Functions): Promise<void> {
  const until = Date.now() + patience;
  await Promise.race([Promise.all(consumers.map((consumer) => consumer.stop())), sleep(patience)]);
  while (!functions.areIdle && Date.now() < until) await sleep(20);
}
