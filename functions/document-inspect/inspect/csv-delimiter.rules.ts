/** The comma is last, because it also stands in names and sentences. */
const delimiters = [";", "\t", "|", ","] as const;

/** The line by which Excel names the delimiter of a file. */
const declaration = /^sep=([,;\t|])\r?\n/;

/** The lines that are compared, after the headings. */
const comparedLines = 20;

/** The delimiter of a CSV file, and the length of the line that declares it, in UTF-16 units. */
export interface CsvDelimiter {
  readonly delimiter: string;
  readonly declarationLength: number;
}

/**
 * Finds the delimiter of a CSV file: the declared one, or the one that divides the most of the first lines into as many
 * cells as the headings; of several such, the one with the most cells.
 * @param text the beginning of the file, without a byte order mark
 */
export function findCsvDelimiter(text: string): CsvDelimiter {
  const [line = "", declared] = declaration.exec(text) ?? [];
  if (declared !== undefined) return { delimiter: declared, declarationLength: line.length };
  const lines = text
    .replaceAll(/"[^"]*"/g, "")
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "")
    .slice(0, comparedLines + 1);
  let best = { delimiter: ",", cells: 0, agreeing: 0 };
  for (const delimiter of delimiters) {
    const rated = { delimiter, ...rateDelimiter(lines, delimiter) };
    const isBetter = rated.agreeing > best.agreeing || (rated.agreeing === best.agreeing && rated.cells > best.cells);
    if (isBetter) best = rated;
  }
  return { delimiter: best.delimiter, declarationLength: 0 };
}

/** The cells of the headings beyond the first, and the number of lines that have as many. */
function rateDelimiter(lines: readonly string[], delimiter: string): { cells: number; agreeing: number } {
  const counts = lines.map((line) => line.split(delimiter).length - 1);
  const cells = counts[0] ?? 0;
  return { cells, agreeing: cells === 0 ? 0 : counts.filter((count) => count === cells).length };
}
