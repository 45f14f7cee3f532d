import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

type Said<Report> = { readonly report: Report } | { readonly error: string };

const running = new Set<ChildProcess>();
let stopped = false;

export const isStopped = () => stopped;

/** Ends every helper: whoever waits for one gives up, and puts away what it has started. */
export function stopHelpers(): void {
  stopped = true;
  for (const child of running) child.kill("SIGKILL");
}

/** @throws Error once the run is to end */
export function mayGoOn(): void {
  if (stopped) throw new Error("stopped; what is measured is kept for --resume");
}

/** A process of its own that carries out orders, one after another. What it logs goes nowhere, as fast as it can. */
export class Helper<Order, Report> {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static start<Order, Report>(script: string): Helper<Order, Report> {
    mayGoOn();
    const file = fileURLToPath(new URL(`../lanes/${script}`, import.meta.url));
    const child = fork(file, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return new Helper(child);
  }

  /** @throws Error with what the process said, or that it ended */
  ask(order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
      if (!this.#isAlive()) return reject(new Error("a helper of the bench has ended"));
      const ended = () => reject(new Error("a helper of the bench ended before it answered"));
      this.#child.once("exit", ended);
      this.#child.once("message", (said: Said<Report>) => {
        this.#child.off("exit", ended);
        if ("report" in said) resolve(said.report);
        else reject(new Error(said.error));
      });
      this.#child.send(order as object);
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

/** The other end: what a process does with an order. It ends with whoever started it. */
export function carryOutOrders<Order, Report>(work: (order: Order) => Promise<Report>): void {
  process.on("disconnect", () => process.exit());
  process.on("message", (order: Order) => {
    work(order).then(
      (report) => process.send?.({ report }),
      (error: Error) => process.send?.({ error: error.stack ?? String(error) }),
    );
  });
}
