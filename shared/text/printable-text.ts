import { printableRanges } from "./printable-ranges.ts";
import { formatCodePoint } from "./text-rules.ts";

/** A character that cannot be printed, and its place in the text. */
export interface UnprintableCharacter {
  /** The character and its code point, such as `👍 (U+1F44D)`; the code point alone if the character is invisible. */
  readonly character: string;
  /** From 1, in code points. */
  readonly position: number;
}

/** The printed substitute of a letter or digit that no font has. The reader sees that something is missing. */
const substitute = "\uFFFD";

const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
const invisible = /^[\p{C}\p{Z}\p{M}]$/u;
const letterOrDigit = /^[\p{L}\p{N}]/u;

/** The first and last code point of each range, in ascending order. */
function decodeRanges(encoded: string): Uint32Array {
  let end = 0;
  return Uint32Array.from(
    encoded.split(/,|(?<=\+\w*)(?=\+)/).flatMap((range) => {
      const [gap, length] = range.split("+");
      const start = end + Number.parseInt(gap || "2", 36);
      end = length === undefined ? start : start + Number.parseInt(length || "1", 36);
      return [start, end];
    }),
  );
}

/**
 * The ranges of `printable-ranges.ts`, from the code points in ascending order: the gap before each, and its length. A gap
 * of 2 and a length of 1, the most frequent, are left out, and so is a comma between two signs.
 */
export function encodeRanges(codePoints: readonly number[]): string {
  const ranges: { start: number; end: number }[] = [];
  for (const each of codePoints) {
    const last = ranges.at(-1);
    if (last?.end === each - 1) last.end = each;
    else ranges.push({ start: each, end: each });
  }
  return ranges
    .map(({ start, end }, index) => {
      const gap = toDigits(start - (ranges[index - 1]?.end ?? 0), 2);
      return end > start ? `${gap}+${toDigits(end - start, 1)}` : gap;
    })
    .join(",")
    .replaceAll(/(?<=\+\w*),(?=\+)/g, "");
}

const toDigits = (value: number, omitted: number): string => (value === omitted ? "" : value.toString(36));

let bounds: Uint32Array | undefined;

/** Whether a font has the code point, by binary search: the number of bounds up to it is odd inside of a range. */
function isInFonts(codePoint: number): boolean {
  bounds ??= decodeRanges(printableRanges);
  let [low, high] = [0, bounds.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(bounds[2 * middle + 1]) < codePoint) low = middle + 1;
    else high = middle;
  }
  return codePoint >= (bounds[2 * low] ?? Number.POSITIVE_INFINITY);
}

/** Whether the fonts have a character, composed or decomposed. Characters that have no shape, such as joiners, count. */
const isPrintable = (character: string): boolean =>
  ignorable.test(character) ||
  isInFonts(Number(character.codePointAt(0))) ||
  (character !== character.normalize("NFD") && [...character.normalize("NFD")].every(isPrintable));

const formatCharacter = (character: string): string => {
  const code = formatCodePoint(character);
  return invisible.test(character) ? code : `${character} (${code})`;
};

/** The characters of a text that no font has, each at its place. */
export const listUnprintableCharacters = (text: string): UnprintableCharacter[] =>
  [...text].flatMap((character, index) =>
    isPrintable(character) ? [] : [{ character: formatCharacter(character), position: index + 1 }],
  );

/** The first character that no font has, or `undefined`. */
export function findUnprintableCharacter(text: string): UnprintableCharacter | undefined {
  return listUnprintableCharacters(text)[0];
}

let graphemes: Intl.Segmenter | undefined;

/**
 * The text as it can be printed. A letter or digit that no font has becomes U+FFFD; a symbol, such as an emoji with its
 * modifiers, is left out; a mark is left out and its letter stays. A text of which nothing is left becomes U+FFFD.
 */
export function toPrintableText(text: string): string {
  if ([...text].every(isPrintable)) return text;
  graphemes ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  const printable = Array.from(graphemes.segment(text), ({ segment }) => toPrintableGrapheme(segment));
  return printable.join("").replace(/ {2,}/g, " ").trim() || substitute;
}

function toPrintableGrapheme(grapheme: string): string {
  const [base = "", ...rest] = grapheme;
  if (isPrintable(base) && !ignorable.test(base)) return base + rest.filter(isPrintable).join("");
  if (letterOrDigit.test(base)) return substitute;
  return /^\p{Zs}$/u.test(base) ? " " : "";
}
