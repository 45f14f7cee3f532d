import fc from "fast-check";
import { expect, test } from "vitest";
import { hasAddressLikeText } from "#shared/text/text-rules.ts";

test.each([
  "St. John",
  "St.John",
  "O'Neil",
  "J.R.",
  "J.R.R. Tolkien",
  "J.Smith",
  "Dr. med.",
  "Dr.med.",
  "Prof.Dr. Müller",
  "Ph.D.",
  "M.Sc.",
  "Ma.Teresa",
  "Nguyễn Thị Ánh",
  "Jean-Luc",
  "محمد بن عبد الله",
  "А.С. Пушкин",
  "А.С.Пушкин",
  "राम कुमार",
  "周恩来",
  "マリア・ガルシア",
  "Anne/Marie",
  "3rd",
  "Com",
  "Jr.",
  "Y.Li",
  "Dr.Ma",
])("takes the honest name %j", (name) => {
  expect(hasAddressLikeText(name)).toBe(false);
});

const addresses = [
  "https://evil.example",
  "URGENT: verify at https://evil.example",
  "evil.example",
  "Evil.Com",
  "www.evil",
  "a@b.example",
  "@handle",
  "evil。example",
  "evil．example",
  "evil｡example",
  "ｅｖｉｌ．ｃｏｍ",
  "xn--e1afmkfd",
  "пример.рф",
  "例え.テスト",
  "مثال.إختبار",
  "evil.\u200Dexample",
  "ev\u200Cil.com",
  "t.me",
  "x.com",
  "st.com",
  "Win at rev.com",
  "a.pw",
  "b.it",
  "bit.ly/x",
  "192.168.0.1",
  "mailto:a",
  "evil[dot]example",
  "evil (dot) com",
  "evil.example.",
  "Dr. evil.example",
  "javascript:alert",
  "=?utf-8?B?ZXZpbC5leGFtcGxl?=",
];

test.each(addresses)("finds the address in %j", (text) => {
  expect(hasAddressLikeText(text)).toBe(true);
});

test("finds an address wherever it stands in a text", () => {
  const word = fc.constantFrom("Amina", "Dr.", "周", "محمد", "J.R.", "(", "·");
  fc.assert(
    fc.property(fc.array(word), fc.constantFrom(...addresses), fc.array(word), (before, address, after) => {
      expect(hasAddressLikeText([...before, address, ...after].join(" "))).toBe(true);
    }),
  );
});
