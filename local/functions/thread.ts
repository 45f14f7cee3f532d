/** Runs in a function's thread: loads the code, and answers invocations as Lambda's runtime does. */
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { guardRequests } from "../permissions/guard-requests.ts";
import type { Invocation, ThreadData, ThreadMessage } from "./local-function.ts";

type LambdaHandler = (event: unknown, context: object) => unknown;

const { file, handler: exportName, functionName, functionArn, memory, permissions } = workerData as ThreadData;
const postMessage = (message: ThreadMessage) => parentPort?.postMessage(message);

/** The method by which Node starts a process that it has created. */
type StartedProcess = ChildProcess & { spawn(...options: readonly unknown[]): unknown };

/**
 * Reports the processes that the code starts, because they outlive a thread that is terminated. The event of a start comes
 * later, when the thread may have ended.
 */
subscribe("child_process", (message) => {
  const { process: child } = message as { process: StartedProcess };
  const start = child.spawn.bind(child);
  child.spawn = (...options) => {
    const result = start(...options);
    if (child.pid !== undefined) postMessage({ kind: "child-started", pid: child.pid });
    return result;
  };
  child.once("exit", () => postMessage({ kind: "child-ended", pid: child.pid ?? 0 }));
});

if (permissions) guardRequests(permissions);

const { [exportName]: handler } = (await import(pathToFileURL(file).href)) as Record<string, LambdaHandler>;
if (typeof handler !== "function") throw new TypeError(`${file} exports no function ${exportName}`);

const createInvocationContext = ({ requestId, deadline }: Invocation) => ({
  awsRequestId: requestId,
  functionName,
  functionVersion: "$LATEST",
  invokedFunctionArn: functionArn,
  memoryLimitInMB: String(memory),
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

parentPort?.on("message", async (invocation: Invocation) => {
  const { id, event, requestId } = invocation;
  try {
    const answer = await handler(JSON.parse(event), createInvocationContext(invocation));
    postMessage({ kind: "answer", id, json: JSON.stringify(answer) ?? "null" });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(JSON.stringify({ level: "error", code: "function.failed", requestId, errorType: name, stack }));
    postMessage({ kind: "error", id, type: name, message });
  }
});

postMessage({ kind: "ready" });
