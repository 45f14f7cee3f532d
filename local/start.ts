import { open as openInspector } from "node:inspector";
import path from "node:path";
import { runCommand } from "../cli/command.ts";
import { StartError } from "./errors.ts";
import { reportDiskFault } from "./full-disk.ts";
import { getHomeFolder, getSetting } from "./home.ts";
import { createProgress } from "./lifecycle.ts";
import { loopback } from "./network.ts";
import { onEndRequest } from "./process-guard.ts";
import { type LocalSystem, startSystem } from "./system.ts";

/**
 * `npm start`: runs Palais on this machine until Ctrl-C. PALAIS_PORT is the first of its six ports (4600), PALAIS_HOME
 * the folder of its state (`.palais`), DYNAMODB_ENDPOINT a DynamoDB to use instead of the packaged one. `npm run dev`
 * adds `--live`: the TypeScript sources run, and a change is live without a restart. With `--inspect` a debugger can
 * attach to 127.0.0.1:9229, also to the functions.
 */
const { DYNAMODB_ENDPOINT } = process.env;

// As in Lambda, so that log lines do not depend on the machine.
process.env["TZ"] = "UTC";

const printLine = (line: string) => process.stdout.write(`${line}\n`);

function parsePort(): number {
  const text = getSetting("PALAIS_PORT", "4600");
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_531) return port;
  throw new StartError(`PALAIS_PORT is ${text}. It must be the first of six ports, such as 4600.`);
}

/** The path relative to the current folder, if it is in it. */
const toShownPath = (file: string) => {
  const relative = path.relative("", file);
  return relative.startsWith("..") ? file : relative;
};

function printAddresses({ api, mailbox, home }: LocalSystem): void {
  printLine(`
  Page       ${api}/
  API        ${api}/v1/openapi.json
  Mailbox    ${mailbox}/
  Accounts   ${toShownPath(path.join(home, "local.json"))}

  Ctrl-C stops Palais. Its state stays in ${toShownPath(home)}.
`);
}

/** How long the system may take to stop. After that the guard ends what is left. */
const stopTimeoutMs = 4_000;

let isStopping = false;
let isStarted = false;

/** Resolves at the first signal to end. A signal during the start ends the process at once. */
function waitForSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  onEndRequest(() => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    if (isStarted) return resolve();
    printLine("  Stopped during the start.");
    process.exit(0);
  });
  return promise;
}

/** Node's default, which editors know. */
const inspectorPort = 9_229;

// A write to a full or read-only disk does not end the system, which continues when it can write again.
process.on("uncaughtException", (error) => {
  if (reportDiskFault(error, (text) => printLine(`  · ${text}`))) return;
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

/** @returns the exit code */
async function start({ live, inspect }: { readonly live?: boolean; readonly inspect?: boolean }): Promise<number> {
  try {
    printLine("\n  Palais is starting on this machine.\n");
    if (inspect) openInspector(inspectorPort, loopback);
    const signaled = waitForSignal();
    const system = await startSystem({
      home: getHomeFolder(),
      port: parsePort(),
      progress: createProgress(printLine, process.stdout.isTTY),
      ...(live && { sources: path.resolve(import.meta.dirname, "..") }),
      ...(DYNAMODB_ENDPOINT && { dynamodb: DYNAMODB_ENDPOINT }),
    });
    isStarted = true;
    printAddresses(system);
    await signaled;
    printLine("\n  Stopping …");
    await system.stop();
    printLine("  Stopped.");
    return 0;
  } catch (error) {
    process.stderr.write(
      error instanceof StartError ? `\n  ${error.message}\n\n` : `${error instanceof Error ? error.stack : error}\n`,
    );
    return 2;
  }
}

await runCommand(
  {
    usage: "start -- [--live] [--inspect], or npm run dev -- [--inspect]",
    options: {
      live: { type: "boolean", help: "run the TypeScript sources, and apply changes at once; npm run dev adds it" },
      inspect: { type: "boolean", help: `let a debugger attach to ${loopback}:${inspectorPort}` },
    },
    settings: {
      PALAIS_HOME: "the folder of the state (.palais)",
      PALAIS_PORT: "the first of six ports (4600)",
      DYNAMODB_ENDPOINT: "a DynamoDB to use instead of the packaged one",
    },
  },
  ({ values }) => start(values),
);
