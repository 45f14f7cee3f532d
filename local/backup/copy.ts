import { everyItem } from "#shared/store/scan.ts";
import { type Contents, checkArchive, type Line, readArchive, writeArchive } from "./archive.ts";
import { everyObject, putObject } from "./bucket.ts";
import { ItemWriter, isEmpty } from "./items.ts";
import { isUsed, localFiles, putLocalFile } from "./local-files.ts";
import { isRunning, type Stores, type Where, withLocalStores } from "./stores.ts";

/** The table first: a file that comes later than its row is a row without a file, and a file without a row is nothing. */
async function* linesOf({ table, documents }: Stores): AsyncGenerator<Line> {
  for await (const item of everyItem(table)) yield { item };
  for await (const object of everyObject(documents)) yield { object };
}

/** Writes all of a deployed system's table and bucket into a file. */
export const backUp = (stores: Stores, file: string): Promise<Contents> => writeArchive(file, linesOf(stores));

/** The same of a local system, with its keys and accounts. */
export function backUpLocal(where: Where, file: string): Promise<Contents> {
  return withLocalStores(where, (stores) => {
    async function* lines(): AsyncGenerator<Line> {
      for await (const local of localFiles(where.folder)) yield { local };
      yield* linesOf(stores);
    }
    return writeArchive(file, lines());
  });
}

/** Writes a backup into a table and a bucket that are empty. @throws Error for a table that isn't */
export async function restore({ table, documents }: Stores, file: string): Promise<Contents> {
  const contents = await checkArchive(file);
  if (!(await isEmpty(table))) throw new Error(`The table ${table.name} isn't empty: nothing was restored.`);
  const items = new ItemWriter(table);
  for await (const line of readArchive(file)) {
    if ("item" in line) await items.add(line.item);
    if ("object" in line) await putObject(documents, line.object);
  }
  await items.flush();
  return contents;
}

/** Makes a local system from a backup in a folder where none was; no function runs meanwhile. */
export async function restoreLocal(where: Where, file: string): Promise<Contents> {
  const { folder } = where;
  await checkArchive(file);
  if (isRunning(folder) || isUsed(folder))
    throw new Error(`In ${folder} is a system already. End it, and move the folder away: nothing was restored.`);
  for await (const line of readArchive(file)) if ("local" in line) await putLocalFile(folder, line.local);
  return withLocalStores(where, (stores) => restore(stores, file));
}
