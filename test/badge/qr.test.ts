import { beforeAll, expect, test } from "vitest";
import { toBase45 } from "#shared/badge/base45.ts";
import { qrPng } from "#shared/badge/qr.ts";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";

beforeAll(ensureReader, 300_000);

test("an independent reader reads the code of a badge", async () => {
  const tokens = Array.from({ length: 10 }, (_, seed) =>
    toBase45(Uint8Array.from({ length: 88 }, (_, index) => (index * 37 + seed * 101) & 0xff)),
  );
  expect(readCodes(await Promise.all(tokens.map(qrPng)))).toEqual(tokens);
});
