import { open as openInspector } from "node:inspector";
import path from "node:path";
import { parseArgs } from "node:util";
import { loopback } from "./ports.ts";
import { onEndRequest } from "./process-guard.ts";
import { progressTo } from "./progress.ts";
import { StartError } from "./start-error.ts";
import { type System, startSystem } from "./system.ts";

/**
 * `npm start`: runs Palais on this machine until Ctrl-C. PALAIS_PORT moves its ports (4600 and the next four),
 * PALAIS_HOME its state (`.palais`), DYNAMODB_ENDPOINT names a DynamoDB to use instead of the packaged one.
 * `npm run dev` is the same with `--live`: the TypeScript sources run, and a change is live without a restart. With
 * `--inspect` a debugger can attach to 127.0.0.1:9229, also to the functions.
 */
const { values: flags } = parseArgs({ options: { live: { type: "boolean" }, inspect: { type: "boolean" } } });
const { PALAIS_HOME = ".palais", PALAIS_PORT = "4600", DYNAMODB_ENDPOINT } = process.env;

// As in Lambda, and so that no log line depends on where it was written.
process.env["TZ"] = "UTC";

const say = (line: string) => process.stdout.write(`${line}\n`);
const progress = progressTo(say, process.stdout.isTTY);

function readPort(): number {
  const port = Number(PALAIS_PORT);
  if (Number.isInteger(port) && port > 0 && port < 65_531) return port;
  throw new StartError(`PALAIS_PORT is ${PALAIS_PORT}; it must be the first of five ports, such as 4600.`);
}

/** Shortest from where the person stands. */
const shown = (file: string) => {
  const relative = path.relative("", file);
  return relative.startsWith("..") ? file : relative;
};

function tell({ api, mailbox, home }: System): void {
  say(`
  Page       ${api}/
  API        ${api}/v1/openapi.json
  Mailbox    ${mailbox}/
  Accounts   ${shown(path.join(home, "local.json"))}

  Ctrl-C ends it; its state stays in ${shown(home)}.
`);
}

/** So long may a system take to end, in ms; then the guard ends what is left of it. */
const endWithin = 4_000;

/** Resolves at the first signal to end; one that comes while the system comes up ends it at once. */
function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  onEndRequest(() => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), endWithin).unref();
    if (isUp) return resolve();
    say("  Ended before it was up.");
    process.exit(0);
  });
  return promise;
}

/** Node's own default, which editors know. */
const inspectorPort = 9_229;

let isEnding = false;
let isUp = false;

try {
  say("\n  Palais comes up on this machine.\n");
  if (flags.inspect) openInspector(inspectorPort, loopback);
  const signalled = untilSignal();
  const system = await startSystem({
    home: PALAIS_HOME,
    port: readPort(),
    progress,
    ...(flags.live && { sources: path.resolve(import.meta.dirname, "..") }),
    ...(DYNAMODB_ENDPOINT && { dynamodb: DYNAMODB_ENDPOINT }),
  });
  isUp = true;
  tell(system);
  await signalled;
  say("\n  Ending …");
  await system.stop();
  say("  Ended.");
  process.exit(0);
} catch (error) {
  process.stderr.write(
    error instanceof StartError ? `\n  ${error.message}\n\n` : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
}
