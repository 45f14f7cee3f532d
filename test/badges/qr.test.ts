import { beforeAll, expect, test } from "vitest";
import { encodeBase45 } from "#shared/badges/token.ts";
import { renderQrPng } from "#shared/printing/qr-code.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";

beforeAll(ensureBarcodeReader, 300_000);

test("an independent reader reads the code of a badge", async () => {
  const tokens = Array.from({ length: 10 }, (_, seed) =>
    encodeBase45(Uint8Array.from({ length: 89 }, (_, index) => (index * 37 + seed * 101) & 0xff)),
  );
  expect(readCodes(await Promise.all(tokens.map(renderQrPng)))).toEqual(tokens);
});
