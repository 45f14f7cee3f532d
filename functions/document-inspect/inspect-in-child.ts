import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { type InspectionVerdict, parseInspectionVerdict } from "#shared/documents/inspection.contract.ts";
import type { DocumentKind } from "#shared/model/document.ts";
import { log } from "#shared/runtime/lambda.ts";

/** The limits of one inspection. A child that exceeds one of them is killed, and its file is refused. */
export const inspectionLimits = {
  /** Processor time in ms, so that a busy machine refuses no file. */
  processorMs: 4_000,
  /** Resident memory in bytes. What a process can allocate until it is measured again is left to 512 MB. */
  memoryBytes: 480 * 1_048_576,
  /** What is kept of a file, in bytes. */
  outputBytes: 32 * 1_048_576,
};

/**
 * The time after which an inspection counts as starved, with its wait for a slot, in ms: less than the timeout of the
 * function. Its file is not refused, but inspected again later.
 */
const starvedMs = 25_000;

/** The processor time that the kernel lets a child have, in s. It limits a child that no parent watches any more. */
const kernelProcessorSeconds = inspectionLimits.processorMs / 1_000 + 1;

/** How often a child is measured, in ms. */
const measureMs = 10;

export interface Inspection {
  readonly verdict: InspectionVerdict;
  /** What is kept of the file; empty if it is refused. */
  readonly bytes: Uint8Array;
  /** Of the child: its processor time in ms, and the most memory that it was seen to have, in bytes. */
  readonly usage: ProcessUsage;
}

interface ProcessUsage {
  readonly processorMs: number;
  readonly memoryBytes: number;
}

/** The program of the child, and the folder of its code, the only one that it may read. */
export interface ChildProgram {
  readonly file: string;
  readonly codeFolder: string;
}

const isBundle = import.meta.url.endsWith(".mjs");

const childProgram: ChildProgram = {
  file: path.join(import.meta.dirname, isBundle ? "child.mjs" : "child.ts"),
  codeFolder: isBundle ? import.meta.dirname : path.resolve(import.meta.dirname, "../.."),
};

/**
 * The arguments of a child: it can read its own code, and can't write files or start processes; its environment has no
 * credentials. Its heap is limited, too, so that it collects garbage in time.
 */
const toArguments = ({ file, codeFolder }: ChildProgram) => [
  "--permission",
  `--allow-fs-read=${codeFolder}`,
  "--max-old-space-size=256",
  "--no-warnings",
  file,
];

let running = 0;
const waiting = new Set<() => void>();

class StarvedError extends Error {
  override readonly name = "StarvedError";
  override readonly message = "the inspection got no processor time";
}

/** Waits for the end of another inspection. @throws StarvedError */
const waitForSlot = (giveUpAt: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const start = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(start);
      reject(new StarvedError());
    }, giveUpAt - Date.now());
    waiting.add(start);
  });

/** In Lambda one inspection runs at a time. The local function has several, two for each processor. */
async function inSlot<T>(giveUpAt: number, work: () => Promise<T>): Promise<T> {
  if (running >= 2 * availableParallelism()) await waitForSlot(giveUpAt);
  else running += 1;
  try {
    return await work();
  } finally {
    const [next] = waiting;
    if (next) {
      waiting.delete(next);
      next();
    } else running -= 1;
  }
}

/**
 * Inspects a file in a process of its own, which is killed at its limits. A process and no thread, because native code
 * in a thread can't be ended, and memory outside of its heap can't be limited.
 * @param announcedType the content type that the client announced
 * @param giveUpAt when the inspection counts as starved, in ms since 1970
 * @throws StarvedError
 */
export const inspectInChild = (
  kind: DocumentKind,
  announcedType: string,
  bytes: Uint8Array,
  program = childProgram,
  giveUpAt = Date.now() + starvedMs,
): Promise<Inspection> => inSlot(giveUpAt, () => runChild(program, kind, announcedType, bytes, giveUpAt));

async function runChild(
  program: ChildProgram,
  kind: DocumentKind,
  announcedType: string,
  bytes: Uint8Array,
  giveUpAt: number,
): Promise<Inspection> {
  // The shell adds variables, which the child must not know.
  const limited = `ulimit -t ${kernelProcessorSeconds} && exec /usr/bin/env -i "$0" "$@"`;
  const child = spawn("/bin/sh", ["-c", limited, process.execPath, ...toArguments(program), kind, announcedType], {
    env: {},
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("close", (code) => resolve(code));
    child.once("error", reject);
  });
  child.stdin.on("error", () => {});
  child.stdin.end(bytes);
  const output: Buffer[] = [];
  let outputBytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    output.push(chunk);
    outputBytes += chunk.length;
    if (outputBytes > inspectionLimits.outputBytes) child.kill("SIGKILL");
  });
  const watch = watchProcess(child.pid, giveUpAt, () => child.kill("SIGKILL"));
  const code = await ended.finally(watch.stop);
  const usage = watch.getUsage();
  if (code === 0) return { ...parseOutput(Buffer.concat(output)), usage };
  if (watch.isStarved()) throw new StarvedError();
  const rejection = findRejection(usage, code);
  log("inspection.ended", { kind, rejection, exitCode: code ?? undefined, ...usage });
  return { verdict: { state: "refused", rejection }, bytes: new Uint8Array(), usage };
}

/** Why a child has ended: at a limit, or with an error that no file should lead to. */
function findRejection({ processorMs, memoryBytes }: ProcessUsage, exitCode: number | null) {
  if (memoryBytes > inspectionLimits.memoryBytes) return "file-expands-too-much";
  return processorMs > inspectionLimits.processorMs || exitCode === null ? "file-too-complex" : "file-broken";
}

/** A line with the verdict, then the bytes that are kept. */
function parseOutput(output: Buffer): Pick<Inspection, "verdict" | "bytes"> {
  const end = output.indexOf("\n");
  const verdict = parseInspectionVerdict(JSON.parse(output.toString("utf8", 0, end)));
  return { verdict, bytes: output.subarray(end + 1) };
}

/** Measures a process until `stop`, and kills it once when it exceeds a limit. */
function watchProcess(pid: number | undefined, giveUpAt: number, kill: () => void) {
  let usage: ProcessUsage = { processorMs: 0, memoryBytes: 0 };
  const isStarved = () => Date.now() > giveUpAt;
  const timer = setInterval(() => {
    const { processorMs, memoryBytes } = readUsage(pid) ?? usage;
    usage = {
      processorMs: Math.max(usage.processorMs, processorMs),
      memoryBytes: Math.max(usage.memoryBytes, memoryBytes),
    };
    const isExceeded =
      usage.processorMs > inspectionLimits.processorMs || usage.memoryBytes > inspectionLimits.memoryBytes;
    if (!isExceeded && !isStarved()) return;
    clearInterval(timer);
    kill();
  }, measureMs);
  return { stop: () => clearInterval(timer), isStarved, getUsage: () => usage };
}

/** The units of `/proc` on Linux: a tick of 10 ms, and a page of 4 KB on both architectures of Lambda. */
const [tickMs, pageBytes] = [10, 4_096];

/** The usage of a process by proc(5); `undefined` once it has ended. */
function readUsage(pid: number | undefined): ProcessUsage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may contain blanks; the fields after it begin with the third one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [userTicks, systemTicks, pages] = [11, 12, 21].map((index) => Number(fields[index]));
    return {
      processorMs: ((userTicks ?? 0) + (systemTicks ?? 0)) * tickMs,
      memoryBytes: (pages ?? 0) * pageBytes,
    };
  } catch {
    return undefined;
  }
}
