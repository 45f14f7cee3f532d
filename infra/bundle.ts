import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Stack } from "aws-cdk-lib/core";
import { buildSync, type Metafile } from "esbuild";
import { type FunctionName, permissions } from "./permissions.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Some dependencies are CommonJS and call `require`, which a module doesn't have of its own. */
const banner =
  'import { createRequire as palaisRequire } from "node:module"; const require = palaisRequire(import.meta.url);';

const alias = { "@aws-sdk/credential-provider-node": path.join(root, "infra/lambda-credentials.ts") };

/** Each function as one minified module, `<function>/index.mjs`; with its packages left out, where that is asked for. */
export function buildFunctions(folder: string, packages: "bundle" | "external" = "bundle"): void {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.keys(permissions).map((name) => [`${name}/index`, `functions/${name}/index.ts`]),
    ),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages,
    ...(packages === "bundle" && { alias }),
    // Six languages, two thirds of them outside ASCII: escaped they would be twice as long.
    charset: "utf8",
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: banner },
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  layShapers(metafile);
}

/**
 * The code of each function, its SDK included: what was tested is what runs, whatever SDK the runtime carries. One
 * esbuild call makes all, in a second or so; an asset is named by its content, so a function whose bundle is unchanged
 * is not deployed again. Where the stack's bundling is switched off, the sources stand in.
 */
export function bundleFunctions(stack: Stack): (name: FunctionName) => Code {
  if (!stack.bundlingRequired) return (name) => Code.fromAsset(path.join(root, "functions", name));
  const folder = mkdtempSync(path.join(tmpdir(), "palais-functions-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  buildFunctions(folder);
  return (name) => Code.fromAsset(path.join(folder, name));
}

/** What sets text is WebAssembly, and looks for its files beside the module that it is part of. */
function layShapers({ outputs }: Metafile): void {
  const dist = path.join(root, "node_modules/harfbuzzjs/dist");
  for (const [output, { inputs }] of Object.entries(outputs)) {
    if (!Object.keys(inputs).some((input) => input.startsWith("node_modules/harfbuzzjs/"))) continue;
    for (const file of ["harfbuzz.wasm", "harfbuzz-subset.wasm"]) {
      copyFileSync(path.join(dist, file), path.join(root, path.dirname(output), file));
    }
  }
}
