import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type Stack, Stage } from "aws-cdk-lib/core";
import { type BuildOptions, buildSync, type Metafile } from "esbuild";
import { createTemporaryFolder, repositoryRoot, sourceMaps } from "../build-paths.ts";
import { asksAuthorizer, type FunctionName, permissions } from "./permissions.ts";

/** Defines `require`, which some CommonJS dependencies call and ES modules lack. */
const requireBanner =
  'import { createRequire as palaisRequire } from "node:module"; const require = palaisRequire(import.meta.url);';

const moduleAliases = {
  "@aws-sdk/credential-provider-node": path.join(repositoryRoot, "infra/functions/lambda-credentials.ts"),
  "@aws-sdk/middleware-endpoint-discovery": path.join(repositoryRoot, "infra/functions/no-endpoint-discovery.ts"),
};

/** These functions import a client or a library on demand, so their bundles are split into chunks. */
const codeSplitFunctions = [
  "registration",
  "delegations",
  "import-worker",
  "participants",
  "document-inspect",
] as const satisfies readonly FunctionName[];

/** The program that `document-inspect` runs in a process of its own. It loads only the readers of the file's type. */
const childProgram = { child: "functions/document-inspect/child.ts" };

/**
 * The client that functions with public routes load with the first token. In a bundle of its own, because chunks would
 * put the code that it shares with other clients into what each request loads.
 */
const authorizerClient = "shared/auth/authorizer-client.ts";

/**
 * Bundles each function into a minified module, `<function>/index.mjs`.
 * @param packages whether packages are part of the bundles
 * @param maps the folder for `<function>/index.mjs.map`; without it no source maps are written
 * @returns the files of the folder, with the source files that each contains
 */
export function buildFunctions(
  folder: string,
  { packages = "bundle", maps }: { readonly packages?: "bundle" | "external"; readonly maps?: string } = {},
): Metafile["outputs"] {
  const options: BuildOptions & { metafile: true } = {
    ...toBuildOptions(packages),
    ...(maps !== undefined && { sourcemap: "external", sourcesContent: false }),
    metafile: true,
  };
  const source = (name: string) => `functions/${name}/index.ts`;
  const whole = Object.keys(permissions).filter((name) => !codeSplitFunctions.some((each) => each === name));
  const asking = (Object.keys(permissions) as FunctionName[]).filter(asksAuthorizer);
  const entryPoints = Object.fromEntries([
    ...whole.map((name) => [`${name}/index`, source(name)]),
    ...asking.map((name) => [`${name}/authorizer-client`, authorizerClient]),
  ]);
  const builds = [
    buildSync({ ...options, entryPoints, outdir: folder }),
    ...codeSplitFunctions.map((name) => {
      const chunks = { splitting: true, chunkNames: "[name]-[hash]", outdir: path.join(folder, name) };
      const programs = name === "document-inspect" ? childProgram : {};
      return buildSync({ ...options, ...chunks, entryPoints: { index: source(name), ...programs } });
    }),
  ];
  const all: Metafile["outputs"] = Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs));
  const isMap = (output: string) => output.endsWith(".map");
  if (maps !== undefined) {
    for (const output of Object.keys(all).filter(isMap)) moveMap(path.join(repositoryRoot, output), folder, maps);
  }
  const outputs = Object.fromEntries(Object.entries(all).filter(([output]) => !isMap(output)));
  copyWasmFiles(outputs);
  return outputs;
}

const toBuildOptions = (packages: "bundle" | "external"): BuildOptions => ({
  absWorkingDir: repositoryRoot,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages,
  ...(packages === "bundle" && { alias: moduleAliases }),
  // Two thirds of the six languages' texts are not ASCII. Escaped they would be twice as long.
  charset: "utf8",
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  banner: { js: requireBanner },
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});

/**
 * Moves a source map out of its function's folder, because Node would read it at each cold start, which takes a fifth
 * of the time of the bundle's own import. Names its sources from the root of the repository, because the build folder
 * is temporary.
 */
function moveMap(file: string, folder: string, maps: string): void {
  const text = readFileSync(file, "utf8");
  // The mappings have megabytes and stay as they are, so they are not parsed.
  const at = text.indexOf('"mappings"');
  const head: { sources: string[] } = JSON.parse(`${text.slice(0, at).trimEnd().slice(0, -1)}}`);
  const sources = head.sources.map((source) => path.relative(repositoryRoot, path.resolve(path.dirname(file), source)));
  const target = path.join(maps, path.relative(folder, file));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify({ ...head, sources }).slice(0, -1)},${text.slice(at)}`);
  rmSync(file);
}

/**
 * Bundles all functions with their SDK, so that the tested version runs and not the one of the runtime. Assets are
 * named by their content, so that an unchanged function is not deployed again. If bundling is disabled for the stack,
 * the folder of the sources is used instead.
 */
export function bundleFunctions(stack: Stack): (name: FunctionName) => Code {
  if (!stack.bundlingRequired) return (name) => Code.fromAsset(path.join(repositoryRoot, "functions", name));
  const folder = createTemporaryFolder("functions");
  buildFunctions(folder, { maps: path.join(Stage.of(stack)?.outdir ?? folder, sourceMaps) });
  return (name) => Code.fromAsset(path.join(folder, name));
}

/** The WebAssembly files of packages, which look for them beside the module that contains the package. */
const wasmFiles = {
  "node_modules/harfbuzzjs/": ["harfbuzzjs/dist/harfbuzz.wasm", "harfbuzzjs/dist/harfbuzz-subset.wasm"],
  "node_modules/@jsquash/jpeg/": ["@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"],
  "node_modules/@jsquash/png/": ["@jsquash/png/codec/pkg/squoosh_png_bg.wasm"],
};

function copyWasmFiles(outputs: Metafile["outputs"]): void {
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const [folder, files] of Object.entries(wasmFiles)) {
      if (!Object.keys(inputs).some((input) => input.startsWith(folder))) continue;
      for (const file of files) {
        const target = path.join(repositoryRoot, path.dirname(output), path.basename(file));
        copyFileSync(path.join(repositoryRoot, "node_modules", file), target);
      }
    }
  }
}
