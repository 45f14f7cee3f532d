import jpegCodec from "@jimp/js-jpeg";
import { describe, expect, test } from "vitest";
import { inspect } from "#shared/documents/inspect.ts";
import { FileRefused } from "#shared/documents/refused.ts";
import { aJpeg, aPdf, aPng, aStream, exif, withSegment } from "../support/files.ts";
import { hostileFiles } from "./hostile.ts";
import { withEntities } from "./hostile-sheets.ts";

const hostile = await hostileFiles();
/** These are found by the malware scan, not by looking into the file. */
const byScan = new Set(["malware-found", "malware-not-ruled-out"]);

describe("a hostile file", () => {
  test.each(hostile.filter(({ refusal }) => !byScan.has(refusal)))(
    "$name: $refusal",
    async ({ kind, contentType, bytes, refusal }) => {
      await expect(inspect(kind, contentType, bytes)).rejects.toMatchObject({ refusal });
    },
  );

  test("a workbook that declares entities is refused before its reader sees it", async () => {
    const { contentType, bytes, code } = withEntities();
    await expect(inspect("import", contentType, bytes)).rejects.toMatchObject({ refusal: code });
  });

  test("an empty one, and one that is too large, are refused before anything is looked at", async () => {
    const none = inspect("photo", "image/jpeg", new Uint8Array());
    await expect(none).rejects.toThrow(new FileRefused("file-empty"));
    const large = inspect("photo", "image/jpeg", new Uint8Array(9 * 1_048_576));
    await expect(large).rejects.toThrow(new FileRefused("file-too-large"));
  });
});

const decoded = (bytes: Uint8Array) =>
  jpegCodec().decode(Buffer.from(bytes)) as { width: number; height: number; data: Buffer };

describe("a photo", () => {
  test("is drawn anew: turned as it was taken, and neither place nor camera left in it", async () => {
    const taken = withSegment(aJpeg(800, 600), 0xe1, exif("46.2234 N 6.1403 E"));
    expect(Buffer.from(taken).includes("46.2234")).toBe(true);
    const { fileType, bytes } = await inspect("photo", "image/jpeg", taken);
    expect(fileType).toBe("image/jpeg");
    expect(Buffer.from(bytes).includes("46.2234")).toBe(false);
    expect(Buffer.from(bytes).includes("Exif")).toBe(false);
    const { width, height, data } = decoded(bytes);
    expect([width, height]).toEqual([600, 800]);
    // The corner that was blue is at the top left of the picture as it lay, so at the top right as it was taken.
    const blue = (x: number, y: number) => data[(y * width + x) * 4 + 2] ?? 0;
    expect(blue(450, 100)).toBeGreaterThan(200);
    expect(blue(100, 100)).toBeLessThan(60);
  });

  test.each([
    [1_200, 800],
    [800, 2_000],
    [600, 800],
    [240, 320],
  ])("of %i by %i is cut to three by four", async (width, height) => {
    const { bytes } = await inspect("photo", "image/jpeg", aJpeg(width, height));
    const cut = decoded(bytes);
    expect(cut.width / cut.height).toBeCloseTo(0.75, 2);
    expect(cut.height).toBeLessThanOrEqual(800);
  });

  test("without a ground is drawn on white", async () => {
    const { bytes } = await inspect("photo", "image/png", await aPng(300, 400));
    expect(decoded(bytes)).toMatchObject({ width: 300, height: 400 });
  });
});

describe("a letter", () => {
  test("as a PDF is kept as it came", async () => {
    const pdf = aPdf({
      objects: [aStream("BT (Note verbale) Tj ET"), aStream("4 0 << /Type /Font >>", "/Type /ObjStm /N 1 /First 4")],
    });
    const kept = await inspect("credential-letter", "application/pdf", pdf);
    expect(Buffer.from(kept.bytes).equals(Buffer.from(pdf))).toBe(true);
  });

  test("as a picture keeps its whole page", async () => {
    const { bytes } = await inspect("credential-letter", "image/jpeg", aJpeg(3_000, 2_000));
    expect(decoded(bytes)).toMatchObject({ width: 2_400, height: 1_600 });
  });
});
