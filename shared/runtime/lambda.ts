import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from "aws-lambda";
import * as z from "zod/mini";
import { restrictOutgoingHosts } from "./outgoing-hosts.ts";

/** An item as a record of the stream has it. */
type RecordImage = Record<string, AttributeValue>;

/** A required environment variable. */
export const requiredVariable = z.string().check(z.minLength(1));

/** The environment of a function that uses the table. */
export const tableEnvironment = { TABLE_NAME: requiredVariable };

/**
 * The environment of the function. From now on, the function connects to the hosts in `OUTGOING_HOSTS` only.
 * @throws ZodError at start, with the names of missing variables
 */
export function parseEnvironment<T extends z.ZodMiniType>(schema: T): z.output<T> {
  const { OUTGOING_HOSTS: hosts } = process.env;
  if (hosts !== undefined) restrictOutgoingHosts(hosts);
  return z.parse(schema, process.env);
}

/** The fields of a log line: identifiers, codes and numbers; never a body, a header, a name or an address. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one line of JSON with the time and a stable code, such as `registration.submitted`. */
export function log(code: string, fields: LogFields = {}, level: "info" | "warn" | "error" = "info"): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, code, ...fields })}\n`);
}

/**
 * The name of an error and the position of its first stack frame. The message is left out, because it may quote user
 * input, also in a line that looks like a stack frame.
 */
export function toErrorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { stack = "", message, name } = error;
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  const frame = afterMessage.split("\n").find((each) => /^\s+at .*:\d+:\d+\)?$/.test(each));
  return { error: name, where: frame?.trim().slice(0, 200) };
}

/**
 * Maps the items with at most `concurrency` calls of `work` at a time. The first error stops the others from starting.
 * @returns the results in the order of the items
 */
export async function mapConcurrent<In, Out>(
  items: readonly In[],
  concurrency: number,
  work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

/** A request from API Gateway, with the caller if the authorizer identified one. */
export type GatewayEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<{ caller?: string } | null>;

/** The event of a schedule (infra/functions/sweeps.ts). */
interface SweepEvent {
  readonly sweep: true;
}

/**
 * A function that follows the table's stream, itself or through the dispatcher. A key is what one piece of work is
 * about, such as a conference.
 */
export interface StreamConsumer {
  /** The log code of a piece of work that failed, and the log field of its key. */
  readonly failure: { readonly code: string; readonly field: string };
  /** The part of the function's time that is kept to finish what has begun, in ms. */
  readonly shutdownBufferMs: number;
  /** How many keys are processed at a time; 1 by default. */
  readonly concurrency?: number;
  readonly getKeys: (image: RecordImage) => readonly string[];
  /**
   * Processes a key with the images of its records, which are none in a sweep.
   * @param deadline in ms of `Date.now()`
   * @returns `false` if the records must be delivered again; an exception has the same effect, and is logged
   */
  readonly process: (key: string, images: readonly RecordImage[], deadline: number) => Promise<unknown>;
  /** Finds what an event missed. `processAll` returns the keys that failed; a failure does not affect other keys. */
  readonly sweep?: (
    processAll: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
    deadline: number,
  ) => Promise<void>;
}

/**
 * Creates the handler of a stream consumer: processes each key of a batch once, with its records in their order, and
 * reports the records that failed, so that the stream delivers only those again. If an exception stops a key with
 * several records, they are processed in two halves, so that in the end only the record that fails is left. When the
 * time is over, the keys that remain fail without being processed.
 */
export const createStreamHandler =
  ({ failure, shutdownBufferMs, concurrency = 1, getKeys, process, sweep }: StreamConsumer) =>
  async (
    event: DynamoDBStreamEvent | SweepEvent,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - shutdownBufferMs;
    const failedImages = new Set<RecordImage>();
    const processAll = async (imagesByKey: Iterable<readonly [string, readonly RecordImage[]]>) => {
      const failed = new Set<string>();
      const fail = (key: string, images: readonly RecordImage[]) => {
        failed.add(key);
        for (const image of images) failedImages.add(image);
      };
      const processImages = async (key: string, images: readonly RecordImage[]): Promise<void> => {
        try {
          if (Date.now() > deadline || (await process(key, images, deadline)) === false) fail(key, images);
        } catch (error) {
          const middle = Math.ceil(images.length / 2);
          if (images.length > 1) {
            await processImages(key, images.slice(0, middle));
            return processImages(key, images.slice(middle));
          }
          fail(key, images);
          log(failure.code, { [failure.field]: key, ...toErrorFields(error) }, "error");
        }
      };
      await mapConcurrent([...imagesByKey], concurrency, ([key, images]) => processImages(key, images));
      return failed;
    };
    if ("sweep" in event) {
      await sweep?.((keys) => processAll(keys.map((key) => [key, []])), deadline);
      return { batchItemFailures: [] };
    }
    const imagesByKey = new Map<string, RecordImage[]>();
    for (const image of event.Records.map(getImage)) {
      for (const key of getKeys(image)) imagesByKey.set(key, [...(imagesByKey.get(key) ?? []), image]);
    }
    await processAll(imagesByKey);
    const records = event.Records.filter((record) => failedImages.has(getImage(record)));
    return { batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })) };
  };

/**
 * The handler of a consumer that the dispatcher invokes (functions/stream-dispatcher): it fails if a record failed, so
 * that Lambda repeats the event, and in the end sends it to the dead-letter queue.
 */
export const failIfRecordsFail =
  <Event, Context>(handle: (event: Event, context: Context) => Promise<DynamoDBBatchResponse>) =>
  async (event: Event, context: Context): Promise<void> => {
    const { batchItemFailures } = await handle(event, context);
    if (batchItemFailures.length > 0) throw new RecordsFailedError(`${batchItemFailures.length} records failed`);
  };

class RecordsFailedError extends Error {
  override readonly name = "RecordsFailedError";
}

const getImage = ({ dynamodb }: DynamoDBRecord) => (dynamodb?.NewImage ?? {}) as RecordImage;
