import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countryCodes } from "#shared/countries/countries.ts";
import {
  countCodePoints,
  findForbiddenCharacter,
  findMultilineViolation,
  findSizeViolation,
  findTextViolation,
  isCalendarDate,
  isTime,
  isTimeZone,
  normalizeEmail,
  normalizeText,
  normalizeTime,
  removeForbiddenCharacters,
  truncateText,
} from "#shared/text/text-rules.ts";

describe("names keep every script", () => {
  test.each([
    "Juan José Gómez Camacho",
    "Götz Schmidt-Bremme",
    "Nguyễn Thị Ánh",
    "Ọlábísí Ọ̀ṣun",
    "محمّد بن عبد الله",
    "שָׁלוֹם",
    "王小明",
    "さくら",
    "김민준",
    "Авдеев",
    "Παπαδόπουλος",
    "क्षत्रिय",
    "ක්‍රිෂාන්",
    "می‌خواهم",
    "ณัฐพงษ์",
    "አበበ",
    "გიორგი",
    "Sukarno",
    "O’Neill",
    "👩‍⚖️ Amal",
  ])("%s", (name) => {
    expect(findTextViolation(normalizeText(name))).toBeUndefined();
    expect(normalizeText(name).normalize("NFC")).toBe(normalizeText(name));
  });

  test("decomposed letters are composed, white space around is trimmed", () => {
    expect(normalizeText("  Go\u0301mez\u00a0\n")).toBe("Gómez");
  });
});

describe("names refuse what deceives or breaks", () => {
  test.each([
    ["a control", "Ami\u0007na"],
    ["a line feed", "Amina\nBcc: x"],
    ["a bidi override", "Amina\u202Egnp"],
    ["a bidi isolate", "Amina\u2066x"],
    ["a right-to-left mark", "Amina\u200Fx"],
    ["a byte order mark within", "Ami\uFEFFna"],
    ["a soft hyphen", "Ami\u00ADna"],
    ["a line separator", "Ami\u2028na"],
    ["a paragraph separator", "Ami\u2029na"],
    ["a lone surrogate", "Ami\uD800na"],
    ["the replacement character", "Ami\uFFFDna"],
    ["a tag character", "Ami\u{E0041}na"],
  ])("%s", (_, name) => expect(findTextViolation(name)).toBe("forbiddenCharacter"));

  test("five marks on a base are too many, four are not", () => {
    expect(findTextViolation(`a${"\u0324".repeat(5)}`)).toBe("tooManyMarks");
    expect(findTextViolation(`a${"\u0324".repeat(4)}`)).toBeUndefined();
  });

  test.each(["", "\u200C", "\u200D\u200C", "\u3164", "\u115F \u1160"])(
    "nothing that can be seen is no name: %#",
    (name) => {
      expect(findTextViolation(normalizeText(name))).toBe("required");
    },
  );

  test("a reason may have lines, and nothing else that a name may not", () => {
    expect(findMultilineViolation("First.\n\tSecond.")).toBeUndefined();
    expect(findMultilineViolation("")).toBeUndefined();
    expect(findMultilineViolation("a\rb")).toBe("forbiddenCharacter");
    expect(findMultilineViolation(`a${"\u0324".repeat(5)}`)).toBe("tooManyMarks");
  });

  test("length is counted in code points", () => {
    expect(countCodePoints("👩‍⚖️")).toBe(4);
    expect(countCodePoints("Gómez")).toBe(5);
  });
});

describe("an address is one that SES can send to", () => {
  test.each([
    ["amina@example.org", "amina@example.org"],
    ["  Amina.D+x@EXAMPLE.org ", "Amina.D+x@example.org"],
    ["a@bücher.example", "a@xn--bcher-kva.example"],
    ["a@例え.jp", "a@xn--r8jz45g.jp"],
  ])("%s", (given, kept) => expect(normalizeEmail(given)).toBe(kept));

  test.each([
    "",
    "amina",
    "@example.org",
    "amina@",
    "amina@localhost",
    "amina@192.168.1.1",
    "amina@[::1]",
    "a b@example.org",
    "a@exam ple.org",
    "josé@example.org",
    ".a@example.org",
    "a..b@example.org",
    "a@b@example.org",
    'a"@example.org',
    "a@example.org/x",
    "a@user:pw@example.org",
    "a@-example.org",
    "a@example-.org",
    "a@example.123",
    "a@example.org\r\nBcc: b@example.org",
    `${"a".repeat(65)}@example.org`,
    `a@${"b".repeat(64)}.org`,
    `${"0".repeat(50_000)}Z`,
    `a@${"b.".repeat(20_000)}org`,
    `a@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(20)}`,
    `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(60)}.org`,
  ])("refused: %j", (given) => expect(normalizeEmail(given)).toBeUndefined());
});

describe("dates and times exist", () => {
  test.each(["2027-02-28", "2028-02-29"])("%s", (day) => expect(isCalendarDate(day)).toBe(true));
  test.each(["2027-02-29", "2027-02-30", "2027-13-01", "2027-00-10", "27-01-01", "2027-1-1", "x"])("not %s", (day) =>
    expect(isCalendarDate(day)).toBe(false),
  );
  test("times are kept in one form, so that they compare as texts", () => {
    expect(normalizeTime("2027-03-01T12:00:00Z")).toBe("2027-03-01T12:00:00.000Z");
    expect(normalizeTime("2027-03-01T12:00:00.5Z")).toBe("2027-03-01T12:00:00.500Z");
  });
  test.each([
    ["2027-03-01T12:00:00+01:00", "2027-03-01T11:00:00.000Z"],
    ["2027-03-01T00:30:00+05:45", "2027-02-28T18:45:00.000Z"],
    ["2027-12-31T23:30:00-01:00", "2028-01-01T00:30:00.000Z"],
    ["2027-03-01T12:00:00-00:00", "2027-03-01T12:00:00.000Z"],
    ["2027-03-01t12:00:00.25z", "2027-03-01T12:00:00.250Z"],
    ["2027-03-01T12:00:00.123456789012+00:00", "2027-03-01T12:00:00.123Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:00.500Z"],
  ])("an offset is taken off, any letter case and any number of decimals is read: %s", (text, utc) =>
    expect(normalizeTime(text)).toBe(utc),
  );
  test.each([
    "2027-02-30T12:00:00Z",
    "2027-03-01T24:00:00Z",
    "2027-03-01T12:00:60Z",
    "2027-03-01T12:00:00",
    "2027-03-01T12:00:00+0100",
    "2027-03-01T12:00:00+24:00",
    "2027-03-01T12:00:00+01:60",
    "2027-03-01T12:00:00 +01:00",
    "0000-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "2027-03-01T12:00Z",
    "2027-03-01",
    "noon",
  ])("not %s", (time) => expect(normalizeTime(time)).toBeUndefined());
});

test("the 249 countries of ISO 3166-1", () => {
  expect(countryCodes.size).toBe(249);
  expect(["CHE", "PSE", "VAT"].every((code) => countryCodes.has(code))).toBe(true);
  expect(countryCodes.has("XXX")).toBe(false);
});

describe("truncateText", () => {
  test.each([
    ["abc", 2, "ab"],
    ["abc", 3, "abc"],
    ["a👍", 2, "a"],
    ["a👍", 3, "a👍"],
    ["𠮷𠮷", 3, "𠮷"],
    ["", 5, ""],
  ])("cuts %j to at most %i units without half a character", (text, maximum, cut) => {
    expect(truncateText(text, maximum)).toBe(cut);
  });

  test("keeps every text well-formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, maximum) => {
        const cut = truncateText(text, maximum);
        expect(cut.isWellFormed()).toBe(true);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(maximum);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, maximum) - 1);
      }),
    );
  });
});

test("a reason without its forbidden characters and surplus marks is accepted", () => {
  for (const text of ["a\u200Fb", "a\u00ADb\n", `e${"\u0301".repeat(9)}`, "👍 fine"]) {
    const cleaned = removeForbiddenCharacters(text);
    expect(findTextViolation(cleaned), text).toBeUndefined();
  }
  expect(removeForbiddenCharacters("👍 fine")).toBe("👍 fine");
});

describe("a forbidden character is named with its place", () => {
  test.each([
    ["Ami\u0007na", false, { character: "U+0007", position: 4 }],
    ["👍\u202Ex", false, { character: "U+202E", position: 2 }],
    ["a\nb", false, { character: "U+000A", position: 2 }],
    ["a\nb", true, undefined],
    ["a\n\u2028", true, { character: "U+2028", position: 3 }],
    ["Amina", false, undefined],
  ])("%j", (text, isMultiline, found) => expect(findForbiddenCharacter(text, isMultiline)).toEqual(found));

  test("but not in a text of several lines without one", () => {
    expect(findMultilineViolation("a\tb\nc")).toBeUndefined();
  });
});

describe("the size of a text is checked before it is normalized", () => {
  test.each([
    ["a", 1, undefined],
    [`${" ".repeat(50)}a\n`, 1, undefined],
    ["aaaaaaa", 1, "tooLong"],
    [`a${"\u0301".repeat(15)}`, 100, undefined],
    [`a${"\u0301".repeat(16)}`, 100, "tooManyMarks"],
  ])("%j of at most %i", (text, maximum, rule) => expect(findSizeViolation(text, maximum)).toBe(rule));

  test("no letter has more units before its composition than are allowed", () => {
    const longest = Array.from({ length: 0x110000 }, (_, code) => {
      const text = code >= 0xd800 && code < 0xe000 ? "" : String.fromCodePoint(code);
      return text.normalize("NFC") === text ? text.normalize("NFD").length : 0;
    });
    expect(longest.reduce((most, length) => Math.max(most, length))).toBe(6);
  });

  test("an address is not normalized beyond the longest one", () => {
    expect(normalizeEmail(`${" ".repeat(983)}amina@example.org`)).toBe("amina@example.org");
    expect(normalizeEmail(`${" ".repeat(984)}amina@example.org`)).toBeUndefined();
  });
});

test("tells a time from another text", () => {
  expect(["2027-03-01T12:00:00+02:00", "2027-03-01", "soon"].map(isTime)).toEqual([true, false, false]);
});

test("tells a time zone from another text, also the second time", () => {
  const names = ["Europe/Zurich", "Europe/Zurich", "UTC", "Europe/Nowhere", ""];
  expect(names.map(isTimeZone)).toEqual([true, true, true, false, false]);
});
