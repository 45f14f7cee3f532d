import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { createProblemMiddleware } from "#shared/http/http-handler.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { type Faults, startProxy } from "../support/dynamodb-proxy/proxy.ts";
import type { ProxyTally } from "../support/dynamodb-proxy/proxy-faults.ts";
import type { TestTable } from "../support/table.ts";
import type { FaultOperation, FaultScenario } from "./write-paths.ts";

/** What the caller of a deed is told. */
interface OperationOutcome {
  readonly status: number;
  readonly code: string;
}

type FailedRequest = Parameters<NonNullable<ReturnType<typeof createProblemMiddleware>["onError"]>>[0];

/** What an error becomes on its way through the API. */
async function toOutcome(error: unknown): Promise<OperationOutcome> {
  const failed = { event: { headers: {} }, error, response: undefined } as unknown as FailedRequest;
  await createProblemMiddleware().onError?.(failed);
  const { statusCode = 0, body = "{}" } = (failed.response ?? {}) as APIGatewayProxyStructuredResultV2;
  const { code } = JSON.parse(body) as { code: string };
  return { status: statusCode, code: statusCode === 500 ? `${code}: ${String(error)}` : code };
}

const succeeded: OperationOutcome = { status: 200, code: "done" };

/** Four attempts, as in production, with hardly a pause between them. */
const fastRetryStrategy: NonNullable<DynamoDBClientConfig["retryStrategy"]> = {
  mode: "standard",
  acquireInitialRetryToken: async () => createRetryToken(0),
  refreshRetryTokenForRetry: async (token: { getRetryCount(): number }, { errorType }: { errorType: string }) => {
    if (errorType === "CLIENT_ERROR" || token.getRetryCount() >= 3) throw new Error("no more attempts");
    return createRetryToken(token.getRetryCount() + 1);
  },
  recordSuccess: () => {},
};

const createRetryToken = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 5 * count });

/** The client of production; where answers come late, less patient than they are late. */
function createImpatientClient(endpoint: string, { lateMs = 6_000 }: Partial<Faults>): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: lateMs / 2, throwOnRequestTimeout: true };
  return new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials,
    retryStrategy: fastRetryStrategy,
    requestHandler,
  });
}

/** A deed carried out, and everything about it that is wrong, in a sentence each. */
async function runOperation(deed: FaultOperation, table: CommandStore, begun: number) {
  const said = await deed.run(table).then(() => succeeded, toOutcome);
  const tookMs = performance.now() - begun;
  const wrongs = async (): Promise<string[]> => {
    const slow = tookMs > 10_000 ? [`took ${Math.round(tookMs)} ms`] : [];
    if (deed.isRetriedEvent) return slow;
    const isDone = await deed.isDone();
    if (said === succeeded) return isDone ? slow : [...slow, "said to be done, and isn't"];
    const isClean = said.status < 500 || said.status === 503;
    const unclean = isClean ? [] : [`answered with ${said.status} ${said.code}`];
    // Too busy may be said of a change that is written and whose answer got lost; of everything else it is a lie.
    const denied = isDone && said.code !== "too-busy" ? [`refused with ${said.code}, and done`] : [];
    return [...slow, ...unclean, ...denied];
  };
  return { isDone: said === succeeded, wrongs };
}

/** An event that comes again, without a fault this time, is done then. */
async function runAgain(deed: FaultOperation, direct: CommandStore): Promise<string[]> {
  await deed.run(direct);
  return (await deed.isDone()) ? [] : ["came again, and still isn't done"];
}

export interface ScenarioResult {
  /** How many of the deeds were said to be done. */
  readonly succeeded: number;
  readonly violations: readonly string[];
  readonly tally: ProxyTally;
}

/** Runs all deeds of a scene at once through a proxy. @returns everything that went wrong; no deed may wait 10 s */
export async function runScenario(
  started: TestTable,
  scene: FaultScenario,
  wanted: Partial<Faults>,
): Promise<ScenarioResult> {
  const { conferenceId, operations } = scene;
  const proxy = await startProxy(started.endpoint, wanted);
  const client = createImpatientClient(proxy.endpoint, wanted);
  const table = { ...started.table, client };
  const outcomes = await Promise.all(operations.map((deed) => runOperation(deed, table, performance.now())));
  await proxy.close();
  client.destroy();
  const wrongs = (await Promise.all(outcomes.map((outcome) => outcome.wrongs()))).flat();
  for (const deed of operations.filter((each) => each.isRetriedEvent))
    wrongs.push(...(await runAgain(deed, started.table)));
  wrongs.push(...((await scene.findViolations?.()) ?? []));
  const { differences, seatsOverLimit } = await verifyCounters(started.table, conferenceId);
  const overfull = seatsOverLimit > 0 ? [`${seatsOverLimit} seats above the limit`] : [];
  const all = [...wrongs, ...differences, ...overfull];
  return { succeeded: outcomes.filter(({ isDone }) => isDone).length, violations: all, tally: proxy.tally };
}
