import { StartError } from "../errors.ts";

/** SQLite's codes for a file with damaged pages, and for one that is no database. */
const damageCodes = new Set([11, 26]);

/** An extended code of SQLite has the code in its last byte. */
const codeMask = 0xff;

export function isDamagedDatabase(error: unknown): boolean {
  const { errcode = 0 } = error instanceof Error ? (error as Error & { readonly errcode?: number }) : {};
  return damageCodes.has(errcode & codeMask);
}

/** Names the file of a database that can't be used, and the way out. @param reason why, or the error of SQLite */
export function toDamagedDatabaseError(file: string, reason: unknown): StartError {
  const text = reason instanceof Error ? reason.message : String(reason);
  return new StartError(
    `${file} is damaged (${text}). Move the folder of the system away, and restore a backup: npm run restore -- --from FILE`,
  );
}

/** A system that has run has tables. */
export const noTable = "it contains no table";
