import { expect, test } from "vitest";
import { id } from "#shared/contracts/fields.ts";
import { createId, deriveId, idPattern } from "#shared/dynamodb/keys.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const toBits = (text: string) =>
  [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");

test("an identifier has 128 bits, each of which takes both values", () => {
  const all = Array.from({ length: 400 }, () => toBits(createId()));
  const varying = Array.from({ length: all[0]?.length ?? 0 }, (_, at) => new Set(all.map((bits) => bits[at])).size);
  expect(varying.filter((values) => values === 2)).toHaveLength(128);
});

test("a derived identifier has 128 bits of the digest", () => {
  const all = Array.from({ length: 400 }, (_, number) => toBits(deriveId("test", String(number))));
  const varying = Array.from({ length: all[0]?.length ?? 0 }, (_, at) => new Set(all.map((bits) => bits[at])).size);
  expect(varying.filter((values) => values === 2)).toHaveLength(128);
});

test("the contract accepts what the generator creates, and no shorter identifier", () => {
  for (const created of [createId(), deriveId("a")]) {
    expect(id.safeParse(created).success).toBe(true);
    expect(idPattern.test(created)).toBe(true);
    for (const wrong of [created.slice(1), created.slice(0, 24), `${created}a`, created.toUpperCase(), `${created}\n`])
      expect(id.safeParse(wrong).success, wrong).toBe(false);
  }
});
