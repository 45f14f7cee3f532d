import type { CDPSession } from "playwright-core";

interface HeapUsage {
  /** In bytes. */
  readonly usedSize: number;
}

const toMegabytes = ({ usedSize }: HeapUsage) => usedSize / 1_000_000;

/** The heaps of a page and of its worker after a collection of garbage, in MB. */
export async function measureHeaps(debugging: CDPSession) {
  const worker = await attachToWorker(debugging);
  await debugging.send("HeapProfiler.collectGarbage");
  await worker("HeapProfiler.collectGarbage");
  const page = (await debugging.send("Runtime.getHeapUsage")) as HeapUsage;
  return {
    pageHeap: toMegabytes(page),
    workerHeap: toMegabytes((await worker("Runtime.getHeapUsage")) as HeapUsage),
  };
}

/** @returns a function that sends a command to the debugger of the page's worker */
async function attachToWorker(debugging: CDPSession): Promise<(method: string) => Promise<unknown>> {
  const attached = Promise.withResolvers<string>();
  const answers = new Map<number, (result: unknown) => void>();
  debugging.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") attached.resolve(sessionId);
  });
  debugging.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { readonly id?: number; readonly result?: unknown };
    if (id !== undefined) answers.get(id)?.(result);
  });
  await debugging.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached.promise;
  let last = 0;
  return async (method) => {
    last += 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answers.set(last, resolve);
    await debugging.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: last, method }) });
    return promise;
  };
}
