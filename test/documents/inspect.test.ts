import jpegCodec from "@jimp/js-jpeg";
import { describe, expect, test } from "vitest";
import { FileRejectedError } from "../../functions/document-inspect/inspect/file-rejected-error.ts";
import { inspectFile } from "../../functions/document-inspect/inspect/inspect-file.ts";
import { addJpegSegment, buildExif, buildJpeg, buildPdf, buildPdfStream, buildPng } from "../support/files.ts";
import { hostileFiles } from "./hostile.ts";
import { withEntities } from "./hostile-sheets.ts";

const hostile = await hostileFiles();
/** These are found by the malware scan, not by looking into the file. */
const byScan = new Set(["malware-found", "malware-not-ruled-out"]);

describe("a hostile file", () => {
  test.each(hostile.filter(({ refusal }) => !byScan.has(refusal)))(
    "$name: $refusal",
    async ({ kind, contentType, bytes, refusal }) => {
      await expect(inspectFile(kind, contentType, bytes)).rejects.toMatchObject({ reason: refusal });
    },
  );

  test("a workbook that declares entities is refused before its reader sees it", async () => {
    const { contentType, bytes, code } = withEntities();
    await expect(inspectFile("import", contentType, bytes)).rejects.toMatchObject({ reason: code });
  });

  test("an empty one, and one that is too large, are refused before anything is looked at", async () => {
    const none = inspectFile("photo", "image/jpeg", new Uint8Array());
    await expect(none).rejects.toThrow(new FileRejectedError("file-empty"));
    const large = inspectFile("photo", "image/jpeg", new Uint8Array(9 * 1_048_576));
    await expect(large).rejects.toThrow(new FileRejectedError("file-too-large"));
  });
});

const decoded = (bytes: Uint8Array) =>
  jpegCodec().decode(Buffer.from(bytes)) as { width: number; height: number; data: Buffer };

describe("a photo", () => {
  test("is drawn anew: turned as it was taken, and neither place nor camera left in it", async () => {
    const taken = addJpegSegment(buildJpeg(800, 600), 0xe1, buildExif("46.2234 N 6.1403 E"));
    expect(Buffer.from(taken).includes("46.2234")).toBe(true);
    const { fileType, bytes } = await inspectFile("photo", "image/jpeg", taken);
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
    const { bytes } = await inspectFile("photo", "image/jpeg", buildJpeg(width, height));
    const cut = decoded(bytes);
    expect(cut.width / cut.height).toBeCloseTo(0.75, 2);
    expect(cut.height).toBeLessThanOrEqual(800);
  });

  test("without a ground is drawn on white", async () => {
    const { bytes } = await inspectFile("photo", "image/png", await buildPng(300, 400));
    expect(decoded(bytes)).toMatchObject({ width: 300, height: 400 });
  });
});

describe("a letter", () => {
  test("as a PDF is written anew from its pages", async () => {
    const objects = [
      buildPdfStream("BT (Note verbale) Tj ET"),
      buildPdfStream("6 0 << /Type /Font >>", "/Type /ObjStm /N 1 /First 4"),
    ];
    const pdf = buildPdf({ objects }, "/Contents 4 0 R /Resources << /Font << /F 6 0 R >> >>");
    const kept = Buffer.from((await inspectFile("credential-letter", "application/pdf", pdf)).bytes).toString("latin1");
    expect(kept).toContain("/Contents 4 0 R");
    expect(kept).toContain("/Font");
    expect(kept).not.toContain("/ObjStm");
  });

  test("as a picture keeps its whole page", async () => {
    const { bytes } = await inspectFile("credential-letter", "image/jpeg", buildJpeg(3_000, 2_000));
    expect(decoded(bytes)).toMatchObject({ width: 2_400, height: 1_600 });
  });
});
