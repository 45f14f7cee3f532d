import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalContext } from "../context.ts";
import { describeError } from "../errors.ts";
import { readJson, writeJson } from "../home.ts";
import { appendMessage } from "../queues.ts";
import { listResources } from "../template/resources.ts";
import type { LocalFunctions } from "./local-functions.ts";

interface StoredEvent {
  /** The logical id of the function. */
  readonly target: string;
  readonly event: unknown;
}

/** What Lambda does with an event whose function fails. */
interface FailurePolicy {
  readonly retries: number;
  /** Receives the event as it was. */
  readonly deadLetterQueue: string | undefined;
  /** Receives the event with the error. */
  readonly failureQueue: string | undefined;
}

interface AsyncInvocationSettings {
  /** Of the accepted events. */
  readonly folder: string;
  /** Of the queues. */
  readonly queues: string;
  readonly functions: Pick<LocalFunctions, "find">;
  /** By the logical id of the function. */
  readonly policies: ReadonlyMap<string, FailurePolicy>;
  readonly log: (text: string) => void;
}

const lostEvent = "Remove it. Its event is lost; for most kinds of events, a sweep does the work later.";

/** The default of Lambda. */
const defaultRetries = 2;

/** The pause before a retry, in ms. Lambda waits one minute, then two. */
const toPauseMs = (attempt: number) => 250 * 2 ** attempt;

/**
 * Asynchronous invocations. An accepted event is in a file until its function has succeeded or its queue has it, so that
 * it survives the end of the process. It is processed at least once.
 */
export class AsyncInvocations {
  readonly #settings: AsyncInvocationSettings;
  readonly #stopping = new AbortController();

  constructor(settings: AsyncInvocationSettings) {
    this.#settings = settings;
  }

  /** Continues the events that an earlier process accepted. */
  async resume(): Promise<void> {
    const { folder, policies } = this.#settings;
    await mkdir(folder, { recursive: true });
    for (const name of (await readdir(folder)).toSorted()) {
      const file = path.join(folder, name);
      const stored = name.endsWith(".json") ? await readJson<StoredEvent>(file, lostEvent) : undefined;
      if (stored && policies.has(stored.target)) this.#start(file, stored);
      else await rm(file, { force: true });
    }
  }

  /** Resolves when the event is stored. @param target an ARN, or the value of `Ref` @throws StartError if it is unknown */
  async accept(target: string, event: unknown): Promise<void> {
    const { folder, functions } = this.#settings;
    const stored = { target: functions.find(target).settings.functionName, event };
    const file = path.join(folder, `${Date.now()}-${randomUUID()}.json`);
    await writeJson(file, stored);
    this.#start(file, stored);
  }

  /** Starts no further attempt. The events that remain are processed after the next start. */
  stop(): void {
    this.#stopping.abort();
  }

  #start(file: string, stored: StoredEvent): void {
    this.#run(file, stored).catch((error) =>
      this.#settings.log(`an event of ${stored.target} was not processed: ${describeError(error)}`),
    );
  }

  async #run(file: string, { target, event }: StoredEvent): Promise<void> {
    const { functions, policies } = this.#settings;
    const { signal } = this.#stopping;
    const retries = policies.get(target)?.retries ?? 0;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await functions.find(target).invoke(event);
        return await rm(file, { force: true });
      } catch (error) {
        if (signal.aborted) return;
        if (attempt > retries) {
          await this.#discard(target, event, describeError(error));
          return await rm(file, { force: true });
        }
        await sleep(toPauseMs(attempt), undefined, { signal }).catch(() => {});
      }
    }
  }

  async #discard(target: string, event: unknown, reason: string): Promise<void> {
    const { queues, policies, log } = this.#settings;
    const { deadLetterQueue, failureQueue, retries = 0 } = policies.get(target) ?? {};
    const requestContext = { functionArn: target, condition: "RetriesExhausted", approximateInvokeCount: retries + 1 };
    const failure = { requestContext, requestPayload: event, responsePayload: { errorMessage: reason } };
    const send = (queue: string | undefined, message: unknown) =>
      queue && appendMessage(path.join(queues, `${queue}.jsonl`), message);
    await send(deadLetterQueue, event);
    await send(failureQueue, failure);
    log(`${target} discarded an event (${reason})${failureQueue ? `; see queues/${failureQueue}.jsonl` : ""}`);
  }
}

/** The asynchronous invocations of the template's functions. */
export function createAsyncInvocations(
  { stack, scope, runner }: LocalContext,
  functions: LocalFunctions,
): AsyncInvocations {
  const toQueueName = (arn: string | undefined) => arn?.split(":").at(-1);
  const configured = listResources("AWS::Lambda::EventInvokeConfig", stack.template, scope);
  const settings = new Map(configured.map(({ properties }) => [properties.FunctionName, properties]));
  const policies = listResources("AWS::Lambda::Function", stack.template, scope).map(({ logicalId, properties }) => {
    const { MaximumRetryAttempts: retries = defaultRetries, DestinationConfig } = settings.get(logicalId) ?? {};
    const deadLetterQueue = toQueueName(properties.DeadLetterConfig?.TargetArn);
    const failureQueue = toQueueName(DestinationConfig?.OnFailure.Destination);
    return [logicalId, { retries, deadLetterQueue, failureQueue }] as const;
  });
  return new AsyncInvocations({
    folder: path.join(runner.home.streams, "invocations"),
    queues: runner.home.queues,
    functions,
    policies: new Map(policies),
    log: runner.log,
  });
}
