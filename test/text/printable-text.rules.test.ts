import { describe, expect, test } from "vitest";
import {
  encodeRanges,
  findUnprintableCharacter,
  listUnprintableCharacters,
  toPrintableText,
} from "#shared/text/printable-text.ts";

describe("a text that every font can print", () => {
  test.each([
    "Juan José",
    "राम कुमार",
    "渡邊 美咲",
    "გიორგი",
    "ສົມສະຫວັດ",
    "བསྟན་འཛིན",
    "می‌رحیمی",
    "𠮷野",
    "N’Diaye – “x” · 5 €",
    "A ↚ B ∄",
  ])("%s is whole", (text) => {
    expect(findUnprintableCharacter(text)).toBeUndefined();
    expect(toPrintableText(text)).toBe(text);
    expect(listUnprintableCharacters(text.normalize("NFD"))).toEqual([]);
  });
});

describe("the first character that no font has is named with its place", () => {
  test.each([
    ["an emoji", "Head of Youth 👍", "👍 (U+1F44D)", 15],
    ["an emoji of several characters", "👩‍💻 Engineer", "👩 (U+1F469)", 1],
    ["a letter of a script without a font", "Ama ᏣᎳᎩ", "Ꮳ (U+13E3)", 5],
    ["an unassigned code point", "A\u{1F8FF}", "U+1F8FF", 2],
    ["a private character", "\uE000", "U+E000", 1],
    ["a control character", "A\u0007", "U+0007", 2],
    ["a rare Han character", "\u{31350}田", "\u{31350} (U+31350)", 1],
  ])("%s", (_, text, character, position) => expect(findUnprintableCharacter(text)).toEqual({ character, position }));
});

describe("a text with characters that no font has is printed", () => {
  test.each([
    ["without symbols and the space around them", "Head 👍🏽 of Youth 👍", "Head of Youth"],
    ["without flags and families", "🇸🇳 Awa 👩‍👩‍👧 Ba", "Awa Ba"],
    ["with a visible substitute for a letter", "\u{31350}田", "\uFFFD田"],
    ["with a visible substitute if nothing is left", "👍", "\uFFFD"],
    ["with the letter of a mark that no font has", "a\u{1E8D0}b", "ab"],
    ["with a plain space for a rare one", "a\u1680b", "a b"],
    ["without controls", "a\u0007b", "ab"],
  ])("%s", (_, text, printed) => expect(toPrintableText(text)).toBe(printed));
});

test("code points are encoded as ranges", () => {
  expect(encodeRanges([])).toBe("");
  expect(encodeRanges([32, 33, 34, 100])).toBe("w+2,1u");
  // The most frequent gap and length are left out.
  expect(encodeRanges([32, 34, 36, 37])).toBe("w,,+");
});
