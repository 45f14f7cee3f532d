/** Control characters, which a terminal may obey, and invisible ones. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text from a row, a message or a file, as a terminal may show it. */
export const toPrintable = (text: string): string => text.replaceAll(unprintable, "\uFFFD");

/** Prints each text in a line of its own. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${toPrintable(line)}\n`).join(""));
}

/** Says what takes long, besides the results of the command. */
export function printProgress(text: string): void {
  process.stderr.write(`${toPrintable(text)}\n`);
}

/**
 * What an error says, in one line. A text that is no JSON is not quoted, as the message of the error would do, because
 * it may contain personal data.
 */
export function describeFault(error: unknown): string {
  if (error instanceof SyntaxError) return "a text has not the expected form (SyntaxError)";
  if (!(error instanceof Error)) return String(error);
  const [line] = error.message.split("\n").filter((each) => each.trim() !== "");
  return line ?? error.name;
}
