import LineBreaker from "linebreak";

/** Scripts that put no space between words; where a word ends, a dictionary says (ICU's). */
const unspaced = /[\p{Script=Thai}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const languageOf = (text: string) =>
  /\p{Script=Thai}/u.test(text) ? "th" : /\p{Script=Khmer}/u.test(text) ? "km" : "my";

const segmenters = new Map<string, Intl.Segmenter>();

function wordsOf(text: string): number[] {
  const language = languageOf(text);
  const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: "word" });
  segmenters.set(language, segmenter);
  return Array.from(segmenter.segment(text), ({ index }) => index);
}

/** Where a line may end, by Unicode's rules (UAX 14) and between the words of scripts without spaces; the end too. */
export function breaksOf(text: string): number[] {
  const found = new Set<number>();
  const breaker = new LineBreaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) found.add(next.position);
  for (const match of text.matchAll(unspaced)) for (const at of wordsOf(match[0])) found.add(match.index + at);
  found.delete(0);
  found.add(text.length);
  return [...found].toSorted((a, b) => a - b);
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Where a word may be cut that is longer than a line: between what a reader takes for two characters. */
export function cutsOf(text: string): number[] {
  return Array.from(graphemes.segment(text), ({ index, segment }) => index + segment.length);
}
