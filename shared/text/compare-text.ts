/**
 * Two ways to compare texts. They must not be exchanged: `normalizeForIdentity` decides who and what is the same, and
 * `normalizeForSearch` only suggests it.
 */

/** Unicode case folding (CaseFolding.txt, C and F). Cherokee folds to capitals, so that its old texts keep their letters. */
const foldCase = (text: string): string =>
  text.replace(/\p{Changes_When_Casefolded}/gu, (letter) =>
    /\p{Script=Cherokee}/u.test(letter) ? letter.toUpperCase() : letter.toLowerCase().toUpperCase().toLowerCase(),
  );

/**
 * The text by which a person is refused as registered already, and by which an organization is one: canonically equal
 * code points (NFC) in any case, with any number of blanks. Everything else tells two texts apart: an accent, a vowel
 * sign, a punctuation mark.
 */
export function normalizeForIdentity(text: string): string {
  return foldCase(text.normalize("NFD")).normalize("NFC").trim().replace(/\s+/gu, " ");
}

/** Latin, Greek and Cyrillic letters with their accents, which many readers leave out. */
const accentedLetter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}+/gu;

/** The vowel marks of Arabic, and the stroke that lengthens a word. Arabic is usually written without them. */
const arabicVowelMark = /[\u064B-\u0652\u0670\u0640]/gu;

/** The text without Arabic vowel marks. */
export const removeArabicVowels = (text: string): string => text.replace(arabicVowelMark, "");

/** Katakana with a Hiragana letter of the same sound, which is 96 code points earlier. */
const katakana = /[\u30A1-\u30F6\u30FD\u30FE]/gu;

/**
 * The text by which something is found: also without accents and Arabic vowel marks, in compatibility forms, and in
 * either script of Japanese. The signs of all other scripts, such as the vowel signs of Devanagari and Thai and the
 * voicing marks of Kana, are letters and stay. No one is refused by this text, and nothing is grouped by it.
 */
export function normalizeForSearch(text: string): string {
  const decomposed = normalizeForIdentity(text.normalize("NFKC")).normalize("NFD");
  return removeArabicVowels(decomposed.replace(accentedLetter, ([letter = ""]) => letter))
    .normalize("NFC")
    .replace(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - 96));
}

/**
 * A letter of a script whose signs a transliteration may lose. Latin, Greek and Cyrillic are read without accents, Arabic,
 * Hebrew and Syriac without vowels, and Chinese and Korean have no such signs.
 */
const letterWithSigns =
  /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Han}\p{Script=Hangul}])\p{L}/u;

/** The words of a text in scripts whose signs a transliteration may lose, for search, each as it is written. */
export const listNativeWords = (text: string): string[] =>
  normalizeForSearch(text)
    .split(/[^\p{L}\p{M}\p{N}\u200C\u200D]+/u)
    .filter((word) => letterWithSigns.test(word));

/**
 * Whether the spellings of two names in their own scripts differ, although their transliterations may be equal. A name in
 * Latin letters and one in Devanagari are not told apart.
 */
export function isSpeltDifferently(one: string, other: string): boolean {
  const [words, others] = [listNativeWords(one), listNativeWords(other)].map((each) => each.toSorted().join(" "));
  return words !== "" && others !== "" && words !== others;
}
