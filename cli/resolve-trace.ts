import { existsSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { sourceMaps } from "../infra/build-paths.ts";
import { SourcePositions } from "../local/functions/function-log.ts";
import { runCommand } from "./command.ts";
import { printProgress } from "./print.ts";

/**
 * Prints a stack trace, or the `where` of a log line, with positions in the TypeScript sources instead of the minified
 * bundle. `--app` is the folder of the synthesized app that was deployed: the same commit synthesizes the same bundles
 * and maps.
 */
await runCommand(
  {
    usage: "resolve-trace -- FUNCTION [--app FOLDER] < trace",
    options: { app: { type: "string", default: "cdk.out", help: "the synthesized app that was deployed (cdk.out)" } },
    positionalCount: 1,
  },
  async ({ values: { app }, positionals: [name = ""] }) => {
    const folder = path.join(app, sourceMaps, name);
    if (!existsSync(folder))
      throw new Error(`${folder} has no source maps. Check out the deployed commit and run: npm run synth`);
    if (process.stdin.isTTY) printProgress("Paste the trace, then Ctrl-D …");
    const trace = await text(process.stdin);
    if (trace.trim() === "")
      throw new Error("The trace is empty: give it as the input of the command, such as < trace.txt");
    process.stdout.write(new SourcePositions(folder).resolve(trace));
    return 0;
  },
);
