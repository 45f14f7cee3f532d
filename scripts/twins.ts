import { codeFolders, type Declaration, listDeclarations, testFolders } from "./sources.ts";

/** A name that several files declare. */
export interface Twins {
  readonly name: string;
  /** The files, each with a mark if it exports the name. */
  readonly places: readonly string[];
}

/**
 * Finds top-level functions that are not exported, while another code file has a function of the same name: a reader
 * can't tell which one a call means, and one of them may be a copy.
 */
export const findFunctionTwins = (): Twins[] =>
  groupTwins(
    listDeclarations(codeFolders).filter(({ kind }) => kind === "function"),
    (group) => group.some(({ isExported }) => !isExported),
  );

/** Finds exported interfaces and type aliases that share a name, also in tests and benchmarks. */
export const findTypeTwins = (): Twins[] =>
  groupTwins(
    listDeclarations([...codeFolders, ...testFolders]).filter(({ kind, isExported }) => kind === "type" && isExported),
    () => true,
  );

/** Groups declarations by name. Overloads and merged interfaces in one file count once. */
function groupTwins(
  declarations: readonly Declaration[],
  isReported: (group: readonly Declaration[]) => boolean,
): Twins[] {
  return [...Map.groupBy(declarations, ({ name }) => name)]
    .map(([name, group]) => ({ name, group, files: new Set(group.map(({ file }) => file)) }))
    .filter(({ group, files }) => files.size > 1 && isReported(group))
    .map(({ name, group }) => ({ name, places: [...new Set(group.map(describePlace))] }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

const describePlace = ({ file, isExported }: Declaration) => (isExported ? `${file} (exported)` : file);
