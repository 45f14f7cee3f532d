/** A content line of RFC 5545, before it is folded. */
export interface Line {
  readonly text: string;
}

/** A line whose value is of our own making: a date, a name of the standard. */
export const line = (name: string, value: string): Line => ({ text: `${name}:${plain(value)}` });

/** A line whose value is text, such as a title: whatever it holds, it stays one value of one line. */
export const textLine = (name: string, value: string): Line => ({ text: `${name}:${escaped(value)}` });

/** @throws Error for what would begin a line of its own */
function plain(value: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) throw new Error("a control character in a calendar");
  return value;
}

const escaped = (value: string) =>
  value
    .replaceAll(/\r\n?|[\n\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/(?!\n)\p{Cc}/gu, "")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");

/** Most bytes of a line, the space that continues it among them. */
const longest = 74;

/** Lines of at most 75 bytes, broken between characters. */
function folded({ text }: Line): string {
  const pieces: string[] = [];
  let [piece, size] = ["", 0];
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > longest) {
      pieces.push(piece);
      [piece, size] = ["", 0];
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece].join("\r\n ");
}

/** The calendar as a text, each line ended as RFC 5545 wants it. */
export const written = (lines: readonly Line[]): string => `${lines.map(folded).join("\r\n")}\r\n`;
