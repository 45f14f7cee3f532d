import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ESTree } from "vite";
import { isFunction, parseFile } from "../sources.ts";

/** A file of the project whose code ran. */
export interface TracedFile {
  /** From the top of the repository. */
  readonly file: string;
  /** The function that ran first. An anonymous function has the name of the declaration around it. */
  readonly firstFunction: string;
}

const root = path.resolve(import.meta.dirname, "../..");

/** The functions of the instrumented files, by the number in their code. */
const functions: TracedFile[] = [];

/** The called files in order of first call; undefined while nothing is recorded. */
let recording: Map<string, TracedFile> | undefined;

const recorderName = "recordPalaisCall";

/**
 * Adds a call of the recorder at the beginning of every function body of the files that are imported from now on.
 * @param folders top folders
 */
export function instrument(folders: readonly string[]): void {
  Object.defineProperty(globalThis, recorderName, {
    value: (index: number) => {
      const called = functions[index];
      if (called && recording && !recording.has(called.file)) recording.set(called.file, called);
    },
  });
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      const file = url.startsWith("file:") ? path.relative(root, fileURLToPath(url)) : "";
      const isTraced = folders.some((folder) => file.startsWith(`${folder}/`)) && file.endsWith(".ts");
      return isTraced ? { ...loaded, source: addCalls(file, String(loaded.source)) } : loaded;
    },
  });
}

/** The files of which at least one function body runs during the operation, in order of first call. */
export async function recordCalls<T>(operation: () => Promise<T>): Promise<{ files: TracedFile[]; result: T }> {
  const calls = new Map<string, TracedFile>();
  recording = calls;
  try {
    const result = await operation();
    return { files: [...calls.values()], result };
  } finally {
    recording = undefined;
  }
}

interface FoundFunction {
  readonly name: string;
  readonly body: ESTree.FunctionBody | ESTree.Expression;
}

function addCalls(file: string, source: string): string {
  const inserts = findFunctions(parseFile(file, source), "module").flatMap(({ name, body }) => {
    const call = `globalThis.${recorderName}(${functions.push({ file, firstFunction: name }) - 1})`;
    if (body.type === "BlockStatement") return [{ at: body.start + 1, text: `${call};` }];
    return [
      { at: body.start, text: `((${call}, ` },
      { at: body.end, text: "))" },
    ];
  });
  let [result, from] = ["", 0];
  for (const { at, text } of inserts.toSorted((a, b) => a.at - b.at)) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}

const isNode = (value: unknown): value is ESTree.Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** The functions in a part of a syntax tree. @param within the nearest name around it */
function findFunctions(part: unknown, within: string): FoundFunction[] {
  if (Array.isArray(part)) return part.flatMap((each) => findFunctions(each, within));
  if (!isNode(part)) return [];
  const name = findName(part) ?? within;
  const nested = Object.values(part).flatMap((each) => findFunctions(each, name));
  return isFunction(part) && part.body ? [{ name, body: part.body }, ...nested] : nested;
}

/** The name of a function, variable, method or property. */
function findName(node: ESTree.Node): string | undefined {
  const named =
    ("id" in node && node.id) ||
    ((node.type === "MethodDefinition" || node.type === "PropertyDefinition" || node.type === "Property") && node.key);
  return isNode(named) && (named.type === "Identifier" || named.type === "PrivateIdentifier") ? named.name : undefined;
}
