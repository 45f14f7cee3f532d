import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { problems } from "#shared/http/middlewares.ts";
import { recount } from "#shared/store/recount.ts";
import { type Faults, startProxy } from "../support/dynamodb-proxy/proxy.ts";
import type { Tally } from "../support/dynamodb-proxy/tally.ts";
import type { TestTable } from "../support/table.ts";
import type { Deed, Scene } from "./scene.ts";

/** What the caller of a deed is told. */
interface Said {
  readonly status: number;
  readonly code: string;
}

type Failed = Parameters<NonNullable<ReturnType<typeof problems>["onError"]>>[0];

/** What an error becomes on its way through the API. */
async function told(error: unknown): Promise<Said> {
  const failed = { event: { headers: {} }, error, response: undefined } as unknown as Failed;
  await problems().onError?.(failed);
  const { statusCode = 0, body = "{}" } = (failed.response ?? {}) as APIGatewayProxyStructuredResultV2;
  const { code } = JSON.parse(body) as { code: string };
  return { status: statusCode, code: statusCode === 500 ? `${code}: ${String(error)}` : code };
}

const done: Said = { status: 200, code: "done" };

/** Four attempts, as in production, with hardly a pause between them. */
const hasty: NonNullable<DynamoDBClientConfig["retryStrategy"]> = {
  mode: "standard",
  acquireInitialRetryToken: async () => attempt(0),
  refreshRetryTokenForRetry: async (token: { getRetryCount(): number }, { errorType }: { errorType: string }) => {
    if (errorType === "CLIENT_ERROR" || token.getRetryCount() >= 3) throw new Error("no more attempts");
    return attempt(token.getRetryCount() + 1);
  },
  recordSuccess: () => {},
};

const attempt = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 5 * count });

/** The client of production; where answers come late, less patient than they are late. */
function impatient(endpoint: string, { lateMs = 6_000 }: Partial<Faults>): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: lateMs / 2, throwOnRequestTimeout: true };
  return new DynamoDBClient({ endpoint, region: "eu-central-1", credentials, retryStrategy: hasty, requestHandler });
}

/** A deed carried out, and everything about it that is wrong, in a sentence each. */
async function carriedOut(deed: Deed, table: CommandStore, begun: number) {
  const said = await deed.run(table).then(() => done, told);
  const tookMs = performance.now() - begun;
  const wrongs = async (): Promise<string[]> => {
    const slow = tookMs > 10_000 ? [`took ${Math.round(tookMs)} ms`] : [];
    if (deed.comesAgain) return slow;
    const isDone = await deed.isDone();
    if (said === done) return isDone ? slow : [...slow, "said to be done, and isn't"];
    const isClean = said.status < 500 || said.status === 503;
    const unclean = isClean ? [] : [`answered with ${said.status} ${said.code}`];
    // Too busy may be said of a change that is written and whose answer got lost; of everything else it is a lie.
    const denied = isDone && said.code !== "too-busy" ? [`refused with ${said.code}, and done`] : [];
    return [...slow, ...unclean, ...denied];
  };
  return { isDone: said === done, wrongs };
}

/** An event that comes again, without a fault this time, is done then. */
async function doneInTheEnd(deed: Deed, direct: CommandStore): Promise<string[]> {
  await deed.run(direct);
  return (await deed.isDone()) ? [] : ["came again, and still isn't done"];
}

export interface Played {
  /** How many of the deeds were said to be done. */
  readonly done: number;
  readonly wrongs: readonly string[];
  readonly tally: Tally;
}

/** The deeds of a scene through a proxy, all at once, and everything that came out wrong; nobody may wait 10 s. */
export async function played(started: TestTable, scene: Scene, wanted: Partial<Faults>): Promise<Played> {
  const { conferenceId, deeds } = scene;
  const proxy = await startProxy(started.endpoint, wanted);
  const client = impatient(proxy.endpoint, wanted);
  const table = { ...started.table, client };
  const outcomes = await Promise.all(deeds.map((deed) => carriedOut(deed, table, performance.now())));
  await proxy.close();
  client.destroy();
  const wrongs = (await Promise.all(outcomes.map((outcome) => outcome.wrongs()))).flat();
  for (const deed of deeds.filter((each) => each.comesAgain)) wrongs.push(...(await doneInTheEnd(deed, started.table)));
  wrongs.push(...((await scene.wrongs?.()) ?? []));
  const { differences, overhang } = await recount(started.table, conferenceId);
  const overfull = overhang > 0 ? [`${overhang} seats above the limit`] : [];
  const all = [...wrongs, ...differences, ...overfull];
  return { done: outcomes.filter(({ isDone }) => isDone).length, wrongs: all, tally: proxy.tally };
}
