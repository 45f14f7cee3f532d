import { cacheMs } from "#shared/capacity/capacity-snapshot.ts";
import { listTemplateResources, synthesizeTemplate } from "../../test/support/template.ts";
import type { Results } from "../support/results.ts";
import { formatNumber } from "../support/statistics.ts";
import { invariant, type Section } from "../support/suite.ts";
import { runInWorker } from "../support/worker.ts";
import { partitionLimits } from "./ceilings.ts";
import type { Metered, ModelTasks } from "./model-worker.ts";

/** How long a transaction holds a shard, in ms. Assumed, as for the number of shards (docs/capacity.md). */
const holdMs = 8;

/** The submissions a second that the model must allow. */
const wanted = 5_000;

/** How many submissions a second DynamoDB accepts, by partition key, from a metered run. */
export async function measureModel(results: Results, quick: boolean): Promise<Section> {
  const script = new URL("model-worker.ts", import.meta.url);
  const order = { submissions: quick ? 200 : 1_000, arrivalsPerSecond: wanted };
  const run = () => runInWorker<ModelTasks, "meterSubmissions">(script, "meterSubmissions", order);
  const { seated, waiting, conferenceBytes } = await results.cell(`a model of ${order.submissions}`, run);
  const shards = seated.uses.find(({ kind }) => kind === "POOL")?.keys ?? 0;
  const locks = (shards * 1_000) / holdMs;
  const [seatedFirst, waitingFirst] = [seated, waiting].map(({ uses }) => uses.find(({ ceiling }) => ceiling !== null));
  const ceilings = [seatedFirst?.ceiling, waitingFirst?.ceiling, locks].map(Number);
  const ofAll = [...seated.itemsOfAll, ...waiting.itemsOfAll];
  return {
    title: "Model: submissions a second that the partition keys of the table accept",
    notes: [
      `${formatNumber(order.submissions)} submissions of each kind through the function's handler, each item metered at the client; a conference of ${formatNumber(conferenceBytes)} bytes, planned for ${formatNumber(wanted)} arrivals a second.`,
      `A partition key accepts ${formatNumber(partitionLimits.read)} read units and ${formatNumber(partitionLimits.write)} write units a second. Units are those of one submission, on all keys of a kind.`,
      describeRefresh(),
    ],
    head: ["", "keys", "read units", "write units", "submissions a second"],
    rows: [
      ...toRows("seated", seated),
      [`seated, ${shards} shards held for ${holdMs} ms each`, String(shards), "", "", formatNumber(locks)],
      ...toRows("waiting", waiting),
    ],
    verdicts: [
      invariant(
        `no item is read consistently or checked by every submission${ofAll.map((key) => `; but ${key}`).join("")}`,
        ofAll.length === 0,
      ),
      invariant(
        `the ceiling is ${formatNumber(Math.min(...ceilings))} submissions a second (at least ${formatNumber(wanted)}); first at its limit: ${describeKeys(seatedFirst)} of seated people, ${describeKeys(waitingFirst)} of waiting ones`,
        Math.min(...ceilings) >= wanted,
      ),
    ],
  };
}

/** Instances of the function read the shards again after `cacheMs`, consistently if the pool is full. */
function describeRefresh(): string {
  const functions = listTemplateResources(synthesizeTemplate(), "AWS::Lambda::Function");
  const submitting = functions.find(([id]) => id.startsWith("RegistrationFunction"));
  const instances = Number(submitting?.[1].Properties["ReservedConcurrentExecutions"]);
  const reads = (instances * 1_000) / cacheMs;
  return `Each of at most ${formatNumber(instances)} instances reads the shards every ${cacheMs} ms: ${formatNumber(reads)} of the ${formatNumber(partitionLimits.read)} read units of each shard if the conference is full, else half of it.`;
}

const describeKeys = (use: Metered["uses"][number] | undefined) => use?.kind ?? "no key";

const toRows = (people: string, { uses }: Metered): string[][] =>
  uses.map(({ kind, keys, read, write, ceiling }) => [
    `${people}, ${kind}`,
    ceiling === null ? "own" : String(keys),
    formatNumber(read),
    formatNumber(write),
    ceiling === null ? "no limit" : formatNumber(ceiling),
  ]);
