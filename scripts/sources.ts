import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ESTree, parseSync } from "vite";

/** The top folders of code that is deployed, that builds or operates what is deployed, or that runs it locally. */
export const codeFolders = ["functions", "infra", "shared", "local", "web", "cli", "scripts"] as const;

/** The top folders of tests and benchmarks. */
export const testFolders = ["bench", "test"] as const;

/** Whether a file is a translation. Translations are not counted as code, because they grow with each language. */
export const isTranslation = (file: string) => file.startsWith("locales/");

/**
 * The files that git tracks, as paths from the top of the repository.
 * @param folders top folders; one that does not exist has no files
 * @param extensions without the dot
 */
export function listTrackedFiles(folders: readonly string[], extensions: readonly string[]): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--", ...folders], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return listed.split("\0").filter((file) => extensions.includes(path.extname(file).slice(1)) && existsSync(file));
}

/** A function, interface or type alias at the top level of a file. */
export interface Declaration {
  readonly file: string;
  readonly name: string;
  readonly kind: "function" | "type";
  readonly isExported: boolean;
}

/** @throws Error when the file has a syntax error */
export function parseFile(file: string, source: string): ESTree.Program {
  const { program, errors } = parseSync(file, source, { sourceType: "module" });
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  return program;
}

/** All top-level functions and types of the .ts and .tsx files in these folders. */
export const listDeclarations = (folders: readonly string[]): Declaration[] =>
  listTrackedFiles(folders, ["ts", "tsx"]).flatMap((file) => parseDeclarations(file, readFileSync(file, "utf8")));

function parseDeclarations(file: string, source: string): Declaration[] {
  const { body } = parseFile(file, source);
  const exportedLater = new Set(body.flatMap(listExportedNames));
  return body.flatMap((statement) => {
    const isExport = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
    const declaration = isExport ? statement.declaration : statement;
    return listDeclaredNames(declaration).map(({ name, kind }) => {
      return { file, name, kind, isExported: isExport || exportedLater.has(name) };
    });
  });
}

/** The names in `export { a, b }`, without re-exports of another file. */
function listExportedNames(statement: ESTree.Program["body"][number]): string[] {
  if (statement.type !== "ExportNamedDeclaration" || statement.source) return [];
  return statement.specifiers.flatMap(({ local }) => (local.type === "Identifier" ? local.name : []));
}

function listDeclaredNames(node: ESTree.Node | null): Pick<Declaration, "name" | "kind">[] {
  switch (node?.type) {
    case "FunctionDeclaration":
      return node.id ? [{ name: node.id.name, kind: "function" }] : [];
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return [{ name: node.id.name, kind: "type" }];
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id, init }) =>
        id.type === "Identifier" && init && isFunction(init) ? { name: id.name, kind: "function" as const } : [],
      );
    default:
      return [];
  }
}

export const isFunction = (node: ESTree.Node): node is ESTree.Function | ESTree.ArrowFunctionExpression =>
  node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
