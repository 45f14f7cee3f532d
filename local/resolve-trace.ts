import { existsSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { sourceMaps } from "../infra/sources.ts";
import { SourcePositions } from "./functions/source-positions.ts";

/**
 * `npm run resolve-trace -- FUNCTION [--app FOLDER] < trace`: prints a stack trace, or the `where` of a log line, with
 * positions in the TypeScript sources instead of the minified bundle. `--app` is the folder of the synthesised app that
 * was deployed, `cdk.out` if it isn't given: the same commit synthesises the same bundles and maps.
 */
const { values, positionals } = parseArgs({
  options: { app: { type: "string", default: "cdk.out" } },
  allowPositionals: true,
});
const [name] = positionals;
const folder = path.join(values.app, sourceMaps, name ?? "");

if (name === undefined || positionals.length > 1) {
  process.stderr.write("Usage: npm run resolve-trace -- FUNCTION [--app FOLDER] < trace\n");
  process.exitCode = 2;
} else if (!existsSync(folder)) {
  process.stderr.write(`${folder} has no source maps. Check out the deployed commit and run: npm run synth\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(new SourcePositions(folder).resolve(await text(process.stdin)));
}
