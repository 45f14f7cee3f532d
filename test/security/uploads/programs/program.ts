/** Stands in for the reader of a file, and misbehaves as its announced type says. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";

const answer = (size: number) =>
  process.stdout.write(`${JSON.stringify({ state: "checked", fileType: "image/jpeg", size })}\n`);

const refusesTo = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_ACCESS_DENIED";
  }
};

const behaviours: Readonly<Record<string, () => void>> = {
  endless: () => {
    for (;;);
  },
  idle: () => {
    setTimeout(() => {}, 600_000);
  },
  memory: () => {
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(1_048_576, 1));
  },
  heap: () => {
    const kept: object[] = [];
    for (;;) kept.push({ of: kept.length });
  },
  error: () => {
    throw new TypeError("a reader fails");
  },
  output: () => {
    answer(1);
    const write = () => process.stdout.write(Buffer.alloc(1_048_576), write);
    write();
  },
  /** The number of these that are not allowed. */
  rights: () => {
    const attempts = [
      () => readFileSync("/etc/passwd"),
      () => readFileSync(`/proc/${process.ppid}/environ`),
      () => writeFileSync("/tmp/palais-inspection", ""),
      () => spawnSync("true"),
      () => new Worker("", { eval: true }),
    ];
    answer(attempts.filter(refusesTo).length * 100 + Object.keys(process.env).length);
  },
};

behaviours[process.argv[3] ?? ""]?.();
