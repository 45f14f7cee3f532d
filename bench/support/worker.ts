import { type ChildProcess, fork } from "node:child_process";

/** What a worker process can do, by name. Orders and reports are plain data, because they travel as JSON. */
type Tasks = Readonly<Record<string, (order: never) => Promise<unknown>>>;

type Order<T extends Tasks, Name extends keyof T> = Parameters<T[Name]>[0];
type Report<T extends Tasks, Name extends keyof T> = Awaited<ReturnType<T[Name]>>;

type Reply = { readonly report: unknown } | { readonly error: string };

const running = new Set<ChildProcess>();
let stopped = false;

export const isStopped = () => stopped;

/** Ends every worker: what waits for one fails and cleans up after itself. */
export function stopWorkers(): void {
  stopped = true;
  for (const child of running) child.kill("SIGKILL");
}

/** @throws Error once the run is to end */
export function assertNotStopped(): void {
  if (stopped) throw new Error("stopped; --resume continues from the stored measurements");
}

/**
 * A process of its own, so that what is measured shares neither CPU time nor memory with the report. It executes one
 * order after another. Its standard output is discarded: the functions log there.
 */
export class Worker<T extends Tasks> {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @param script the file that calls `serveTasks` */
  static start<T extends Tasks>(script: URL): Worker<T> {
    assertNotStopped();
    const child = fork(script, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return new Worker<T>(child);
  }

  /** @throws Error with the worker's message, or when the worker ends before it answers */
  run<Name extends keyof T & string>(task: Name, order: Order<T, Name>): Promise<Report<T, Name>> {
    return new Promise((resolve, reject) => {
      if (!this.#isAlive()) return reject(new Error("a worker of the bench has ended"));
      const onExit = () => reject(new Error("a worker of the bench ended before it answered"));
      this.#child.once("exit", onExit);
      this.#child.once("message", (reply: Reply) => {
        this.#child.off("exit", onExit);
        if ("report" in reply) resolve(reply.report as Report<T, Name>);
        else reject(new Error(reply.error));
      });
      this.#child.send({ task, order });
    });
  }

  #isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.#isAlive()) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

/** Runs one task in a new worker, so that its peak memory is that of this task alone. */
export async function runInWorker<T extends Tasks, Name extends keyof T & string>(
  script: URL,
  task: Name,
  order: Order<T, Name>,
): Promise<Report<T, Name>> {
  const worker = Worker.start<T>(script);
  return worker.run(task, order).finally(() => worker.stop());
}

/** The worker's side: executes each order that arrives. The process ends when its parent does. */
export function serveTasks(tasks: Tasks): void {
  process.on("disconnect", () => process.exit());
  process.on("message", ({ task, order }: { task: string; order: never }) => {
    const execute = tasks[task] ?? (async () => Promise.reject(new Error(`no task ${task}`)));
    execute(order).then(
      (report) => process.send?.({ report: report ?? null }),
      (error: Error) => process.send?.({ error: error.stack ?? String(error) }),
    );
  });
}
