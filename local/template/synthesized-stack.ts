import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import * as z from "zod/mini";
import { repositoryRoot } from "../../infra/build-paths.ts";
import { parseWithSchema, StartError } from "../errors.ts";
import { describeFullDisk } from "../full-disk.ts";
import { spawnGuarded } from "../process-guard.ts";

/**
 * Runs the CDK app, as a deployment does.
 * @param outdir the folder for the synthesized app
 * @throws StartError with the output of the app, if it fails
 */
export async function synthesizeApp(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  const child = spawnGuarded(process.execPath, [path.join(repositoryRoot, "infra", "app.ts")], {
    cwd: repositoryRoot,
    env: { ...process.env, CDK_OUTDIR: outdir },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code === 0) return;
  if (/\b(?:ENOSPC|EDQUOT)\b/.test(output))
    throw new StartError(await describeFullDisk(outdir, "the app can't be synthesized"));
  const [reason = ""] = /^\w*Error\b.*$/m.exec(output) ?? [];
  throw new StartError(`The CDK app can't be synthesized: ${reason}\n\n${output.slice(0, 4_000)}`);
}

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
  Metadata: z.optional(z.record(z.string(), z.unknown())),
});

/** The default of a parameter, which may be a number. */
const defaultSchema = z.pipe(z.union([z.string(), z.number()]), z.transform(String));

const templateSchema = z.object({
  Parameters: z.optional(z.record(z.string(), z.object({ Type: z.string(), Default: z.optional(defaultSchema) }))),
  Conditions: z.optional(z.record(z.string(), z.unknown())),
  Resources: z.record(z.string(), resourceSchema),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.optional(z.string()) }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type StackTemplate = z.infer<typeof templateSchema>;

export interface SynthesizedStack {
  /** The folder of the synthesized app. */
  readonly folder: string;
  readonly template: StackTemplate;
  /** The templates of the stacks that are nested in it. */
  readonly nestedTemplates: readonly StackTemplate[];
  /** The folder of each asset, by the key under which a deployment uploads it. */
  readonly assets: ReadonlyMap<string, string>;
}

/** Reads the output of `synthesizeApp`. @throws StartError if it is not the template of a stack */
export async function loadSynthesizedStack(outdir: string): Promise<SynthesizedStack> {
  const read = async <T extends z.ZodMiniType>(name: string, schema: T): Promise<z.output<T>> => {
    const file = path.join(outdir, name);
    const toError = (faults: string) => new StartError(`${file} is not an output of CDK: ${faults}`);
    return parseWithSchema(schema, JSON.parse(await readFile(file, "utf8")), toError);
  };
  const { files } = await read("Palais.assets.json", assetsSchema);
  const nested = Object.values(files).flatMap(({ source }) =>
    source.path?.endsWith(".nested.template.json") ? [source.path] : [],
  );
  const folders = Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, path.join(outdir, source.path ?? "")] as const),
  );
  return {
    folder: outdir,
    template: await read("Palais.template.json", templateSchema),
    nestedTemplates: await Promise.all(nested.map((name) => read(name, templateSchema))),
    assets: new Map(folders),
  };
}
