import type { TableFile, WriteBytes } from "./table-file.ts";

/** The number of rows that are encoded at a time. */
const rowsPerChunk = 500;

/** Writes a list with an object for each row: the values by path, without those that are not there. */
export async function writeJson({ columns, rows }: TableFile, write: WriteBytes): Promise<void> {
  const encoder = new TextEncoder();
  await write(encoder.encode("["));
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    const objects = rows.slice(start, start + rowsPerChunk).map((cells) => {
      const present = columns.flatMap(({ path }, index) => {
        const value = cells[index] ?? null;
        return value === null ? [] : [[path, value] as const];
      });
      return JSON.stringify(Object.fromEntries(present));
    });
    await write(encoder.encode(`${start === 0 ? "" : ","}\n${objects.join(",\n")}`));
  }
  await write(encoder.encode("\n]\n"));
}
