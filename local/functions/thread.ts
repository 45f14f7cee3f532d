/** Runs in a thread of its own: loads one function's bundle and answers its invocations, as Lambda's runtime does. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Invocation, Said, SandboxSettings } from "./protocol.ts";

type Handler = (event: unknown, context: object) => unknown;

const settings = workerData as SandboxSettings;
const say = (said: Said) => parentPort?.postMessage(said);

const bundle = (await import(pathToFileURL(settings.file).href)) as Record<string, unknown>;
const found = bundle[settings.handler];
if (typeof found !== "function") throw new TypeError(`${settings.file} exports no function ${settings.handler}`);
const handler = found as Handler;

const contextOf = ({ requestId, deadline }: Invocation) => ({
  awsRequestId: requestId,
  functionName: settings.functionName,
  functionVersion: "$LATEST",
  invokedFunctionArn: settings.functionArn,
  memoryLimitInMB: String(settings.memory),
  logGroupName: `/aws/lambda/${settings.functionName}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

parentPort?.on("message", async (invocation: Invocation) => {
  const { id, event, requestId } = invocation;
  try {
    const answer = await handler(JSON.parse(event), contextOf(invocation));
    say({ kind: "answer", id, json: JSON.stringify(answer) ?? "null" });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(JSON.stringify({ level: "error", code: "function.failed", requestId, errorType: name, stack }));
    say({ kind: "error", id, type: name, message });
  }
});

say({ kind: "ready" });
