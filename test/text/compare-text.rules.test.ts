import { describe, expect, test } from "vitest";
import { isSpeltDifferently, normalizeForIdentity, normalizeForSearch } from "#shared/text/compare-text.ts";

describe("for identity", () => {
  test("every code point folds as Unicode says, and nothing else changes", () => {
    const letters = Array.from({ length: 0x2_0000 }, (_, code) => code)
      .filter((code) => code < 0xd8_00 || code > 0xdf_ff)
      .map((code) => String.fromCodePoint(code))
      .filter((letter) => !/\s/u.test(letter));
    const wrong = letters.filter((letter) => {
      const folded = normalizeForIdentity(letter);
      const isChanged = folded !== letter.normalize("NFC");
      return isChanged !== /\p{Changes_When_Casefolded}/u.test(letter);
    });
    expect(wrong).toEqual([]);
    // The flags i and u compare by simple case folding.
    const simple = letters.filter((letter) => {
      const folded = normalizeForIdentity(letter);
      return folded !== letter.normalize("NFC") && [...folded].length === 1 && letter.normalize("NFC") === letter;
    });
    expect(simple.length).toBeGreaterThan(1_300);
    expect(simple.filter((letter) => !new RegExp(`^${letter}$`, "iu").test(normalizeForIdentity(letter)))).toEqual([]);
  });

  test("is the same for its own result", () => {
    for (const text of ["Straße", "ΝΊΚΟΣ", "İstanbul", "Ꭰꭰ", "ᾳΐ", " A\u00a0 B "])
      expect(normalizeForIdentity(normalizeForIdentity(text))).toBe(normalizeForIdentity(text));
  });
});

describe("for search", () => {
  test.each([
    ["Müller", "MULLER"],
    ["Nguyễn", "nguyen"],
    ["Ἀθηνᾶ", "Αθηνα"],
    ["Алёна", "АЛЕНА"],
    ["مُحَمَّد", "محمد"],
    ["محـــمد", "محمد"],
    ["バナ", "ばな"],
    ["ﾊﾞﾅ", "バナ"],
    ["ＡＢＣ", "abc"],
    ["ﬁne", "fine"],
  ])("%s is found by %s", (one, other) => expect(normalizeForSearch(one)).toBe(normalizeForSearch(other)));

  test.each([
    ["राम", "रम"],
    ["नि", "नी"],
    ["ज़", "ज"],
    ["সুমি", "সুমী"],
    ["ਗੁਰੂ", "ਗਰ"],
    ["ગિરિ", "ગરી"],
    ["கலா", "காலா"],
    ["అరుణ", "అరణ"],
    ["ಪ್ರೀತಿ", "ಪ್ರೀತ"],
    ["മോളി", "മാളി"],
    ["ප්‍රියා", "ප්‍රිය"],
    ["นิด", "นัด"],
    ["ตี", "ตี้"],
    ["ດີ", "ດິ"],
    ["မြ", "မွ"],
    ["ភា", "ភូ"],
    ["བོད", "བད"],
    ["ޢަލީ", "ޢިލީ"],
    ["バナ", "ハナ"],
    ["ば", "ぱ"],
  ])("%s is not found by %s", (one, other) => {
    expect(normalizeForSearch(one)).not.toBe(normalizeForSearch(other));
    expect(isSpeltDifferently(one, other)).toBe(true);
  });
});

describe("two names", () => {
  test.each([
    ["नि", "Ni"],
    ["Müller", "Muller"],
    ["李明", "黎明"],
    ["محمد", "حمد"],
    ["राम कुमार", "कुमार, राम"],
    ["", "राम"],
  ])("%s and %s are not told apart by their own script", (one, other) => {
    expect(isSpeltDifferently(one, other)).toBe(false);
  });
});
