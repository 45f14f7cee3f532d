import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod/mini";
import { parse } from "../parse.ts";
import { StartError } from "../start-error.ts";

const resource = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
  Metadata: z.optional(z.record(z.string(), z.unknown())),
});

/** A number too, for a parameter may be one. */
const text = z.pipe(z.union([z.string(), z.number()]), z.transform(String));

const template = z.object({
  Parameters: z.optional(z.record(z.string(), z.object({ Type: z.string(), Default: z.optional(text) }))),
  Conditions: z.optional(z.record(z.string(), z.unknown())),
  Resources: z.record(z.string(), resource),
});

const assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.optional(z.string()) }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Template = z.infer<typeof template>;

/** A synthesised stack: its template, and the folder of each asset by the key under which it would be uploaded. */
export interface Stack {
  /** The folder of the synthesised app. */
  readonly folder: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
}

/** Reads what `synthesise` left. @throws StartError when it isn't a stack's template */
export async function readStack(outdir: string, name = "Palais"): Promise<Stack> {
  const read = async <T extends z.ZodMiniType>(kind: string, schema: T): Promise<z.output<T>> => {
    const file = path.join(outdir, `${name}.${kind}.json`);
    const result = parse(schema, JSON.parse(await readFile(file, "utf8")));
    if ("wrong" in result) throw new StartError(`${file} is not what CDK makes: ${result.wrong}`);
    return result.value;
  };
  const { files } = await read("assets", assets);
  const folders = Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, path.join(outdir, source.path ?? "")] as const),
  );
  return { folder: outdir, template: await read("template", template), assets: new Map(folders) };
}
