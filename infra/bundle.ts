import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type Stack, Stage } from "aws-cdk-lib/core";
import { type BuildOptions, buildSync, type Metafile } from "esbuild";
import { type FunctionName, permissions } from "./permissions.ts";
import { sourceMaps } from "./sources.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Some dependencies are CommonJS and call `require`, which a module doesn't have of its own. */
const banner =
  'import { createRequire as palaisRequire } from "node:module"; const require = palaisRequire(import.meta.url);';

const alias = { "@aws-sdk/credential-provider-node": path.join(root, "infra/lambda-credentials.ts") };

/** They load a client or a library only when it is needed, so each lies in parts: what isn't asked for isn't read. */
const inParts = ["registration", "nomination", "import-run", "participants"] as const satisfies readonly FunctionName[];
const isInParts = (name: string) => inParts.some((each) => each === name);

/**
 * Each function as a minified module, `<function>/index.mjs`; with its packages left out, where that is asked for.
 * @param maps the folder for `<function>/index.mjs.map`; without it no source map is made
 * @returns what lies in the folder, and of which files each part of it is made
 */
export function buildFunctions(
  folder: string,
  { packages = "bundle", maps }: { readonly packages?: "bundle" | "external"; readonly maps?: string } = {},
): Metafile["outputs"] {
  const sourcemap = maps !== undefined && ({ sourcemap: "external", sourcesContent: false } as const);
  const source = (name: string) => `functions/${name}/index.ts`;
  const whole = Object.keys(permissions).filter((name) => !isInParts(name));
  const entryPoints = Object.fromEntries(whole.map((name) => [`${name}/index`, source(name)]));
  const { metafile } = buildSync({ ...options(packages), ...sourcemap, metafile: true, entryPoints, outdir: folder });
  const parted = inParts.map((name) => {
    const parts = { splitting: true, chunkNames: "[name]-[hash]", outdir: path.join(folder, name) };
    const entry = { entryPoints: { index: source(name) } };
    return buildSync({ ...options(packages), ...sourcemap, ...parts, ...entry, metafile: true }).metafile;
  });
  const all: Metafile["outputs"] = Object.assign({}, metafile.outputs, ...parted.map(({ outputs }) => outputs));
  const isMap = ([output]: [string, unknown]) => output.endsWith(".map");
  if (maps !== undefined) {
    for (const [output] of Object.entries(all).filter(isMap)) moveMap(path.join(root, output), folder, maps);
  }
  const made = Object.fromEntries(Object.entries(all).filter((each) => !isMap(each)));
  layShapers(made);
  return made;
}

const options = (packages: "bundle" | "external"): BuildOptions => ({
  absWorkingDir: root,
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
});

/**
 * A source map lies beside the functions and not in one: Node would read it at each cold start, which costs a fifth of
 * the time that the bundle's own import takes. Its sources are named from the root of the repository, as the folders in
 * which it is built are temporary.
 */
function moveMap(file: string, folder: string, maps: string): void {
  const text = readFileSync(file, "utf8");
  // The mappings are megabytes, and no part of them is read here.
  const at = text.indexOf('"mappings"');
  const head: { sources: string[] } = JSON.parse(`${text.slice(0, at).trimEnd().slice(0, -1)}}`);
  const sources = head.sources.map((source) => path.relative(root, path.resolve(path.dirname(file), source)));
  const target = path.join(maps, path.relative(folder, file));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify({ ...head, sources }).slice(0, -1)},${text.slice(at)}`);
  rmSync(file);
}

/**
 * The code of each function, its SDK included: what was tested is what runs, whatever SDK the runtime carries. A few
 * esbuild calls make all, in a second or two; an asset is named by its content, so a function whose bundle is unchanged
 * is not deployed again. Where the stack's bundling is switched off, the sources stand in.
 */
export function bundleFunctions(stack: Stack): (name: FunctionName) => Code {
  if (!stack.bundlingRequired) return (name) => Code.fromAsset(path.join(root, "functions", name));
  const folder = mkdtempSync(path.join(tmpdir(), "palais-functions-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  buildFunctions(folder, { maps: path.join(Stage.of(stack)?.outdir ?? folder, sourceMaps) });
  return (name) => Code.fromAsset(path.join(folder, name));
}

/** What sets text is WebAssembly, and looks for its files beside the module that it is part of. */
function layShapers(outputs: Metafile["outputs"]): void {
  const dist = path.join(root, "node_modules/harfbuzzjs/dist");
  for (const [output, { inputs }] of Object.entries(outputs)) {
    if (!Object.keys(inputs).some((input) => input.startsWith("node_modules/harfbuzzjs/"))) continue;
    for (const file of ["harfbuzz.wasm", "harfbuzz-subset.wasm"]) {
      copyFileSync(path.join(dist, file), path.join(root, path.dirname(output), file));
    }
  }
}
