import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isGuessablePassword } from "../../web/kit/session/guessable-password.ts";

const email = "amina.diallo@migration.example";
const check = (password: string) => isGuessablePassword(password, email);

test.each([
  "palais-palais-palais-2027",
  "Conference-Registration-2027!",
  "AMINA.diallo@migration.2027",
  "Welcome to the United Nations!",
  "delegations-secretariat",
  "Migration-Migration-12",
])("a new password is refused that consists of words of its context: %s", (password) => {
  expect(check(password)).toBe(true);
});

test.each([
  "four horses read a long letter",
  "the palais is grey when the lake is cold",
  "x7-Rw2_pkQz-99am",
  "\u99AC\u304C\u56DB\u982D\u624B\u7D19\u3092\u8AAD\u3080\u3068\u6E56\u306F\u51B7\u305F\u3044\u3067\u3059",
])("a new password is accepted that has 15 characters besides: %s", (password) => {
  expect(check(password)).toBe(false);
});

test("a password that is too short is left to the user pool, which says so", () => {
  expect(check("palais")).toBe(false);
});

test("the documentation lists the words", () => {
  const code = readFileSync("web/kit/session/guessable-password.ts", "utf8");
  const words = [...(/contextWords = \[(.*?)\]/s.exec(code)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(([, word]) => word);
  expect(words.length).toBeGreaterThan(10);
  const documented = readFileSync("docs/security.md", "utf8");
  for (const word of words) expect(documented).toContain(`\`${word}\``);
});
