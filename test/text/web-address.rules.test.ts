import { expect, test } from "vitest";
import { isHttpAddress } from "#shared/text/web-address.rules.ts";

test.each([
  ["https://www.example.org", true],
  ["HTTP://example.org/a?b=c#d", true],
  ["https://例え.jp/", true],
  ["javascript:alert(1)", false],
  ["ftp://example.org", false],
  ["https://localhost/", false],
  ["https://user@example.org", false],
  ["https://:secret@example.org", false],
  ["https://example.org\\@evil.example", false],
  ["https://a b.example", false],
  ["https://[", false],
  ["//example.org", false],
])("%s may be linked to: %s", (text, expected) => {
  expect(isHttpAddress(text)).toBe(expected);
});
