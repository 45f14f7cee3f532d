import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderVisaLetterPdf } from "#shared/visa-letters/visa-letter-pdf.ts";
import { rewritePdf } from "../../../functions/document-inspect/inspect/pdf.ts";
import { conference } from "../../email/mails.ts";
import { layOutDeployedFonts } from "../../support/badges.ts";
import { buildRegistration } from "../../support/builders.ts";
import { ensureDebianPackages } from "../../support/debian.ts";
import { buildJpeg, buildPdf, buildPdfStream, joinBytes } from "../../support/files.ts";
import { readFaults, readOutline, readPageTexts, renderPages } from "../../support/pdf-reader.ts";
import { withAnnotation, withUpdate } from "./pdfs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "palais-letters-"));

const page = `<html lang="en"><head><title>Note verbale</title></head><body><h1>Note verbale</h1>
<p>The Permanent Mission presents its compliments. See <a href="https://example.org/x">the site</a>,
<a href="mailto:a@example.org">write</a>, or read <a href="#b">the annex</a>.</p>
<table border="1"><tr><td>1</td><td>Amina Diallo</td></tr></table><h2 id="b">Annex</h2></body></html>`;

/** LibreOffice leaves it to the reader to draw the value of the field. */
const formPage = page.replace("</body>", '<form><input type="text" name="x" value="filled in"></form></body>');

/** Writes a page with LibreOffice, with these options of its PDF export. */
function exportPage(name: string, options: object, html = page): Uint8Array {
  writeFileSync(path.join(folder, "page.html"), html);
  const values = Object.entries(options).map(([key, value]) => [
    key,
    { type: typeof value === "number" ? "long" : "boolean", value: String(value) },
  ]);
  const filter = `pdf:writer_web_pdf_Export:${JSON.stringify(Object.fromEntries(values))}`;
  const outdir = path.join(folder, name);
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const args = [profile, "--headless", "--convert-to", filter, "--outdir", outdir, path.join(folder, "page.html")];
  execFileSync("soffice", args, { stdio: "pipe" });
  return new Uint8Array(readFileSync(path.join(outdir, "page.pdf")));
}

beforeAll(() => {
  ensureDebianPackages(["libreoffice-writer-nogui", "poppler-utils"]);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a letter anew, and compares what a reader sees. */
async function expectKept(pdf: Uint8Array): Promise<string> {
  const kept = await rewritePdf(pdf);
  expect(readFaults(kept)).toBe("");
  expect(readPageTexts(kept)).toEqual(readPageTexts(pdf));
  expect(renderPages(kept, 40)).toEqual(renderPages(pdf, 40));
  expect(readOutline(kept)).toEqual(readOutline(pdf));
  return Buffer.from(kept).toString("latin1");
}

test.each([
  ["as usual", {}],
  ["as PDF/A-1", { SelectPdfVersion: 1 }],
  ["as PDF/A-3", { SelectPdfVersion: 3 }],
  ["as PDF 1.7 with tags and bookmarks", { SelectPdfVersion: 17, UseTaggedPDF: true, ExportBookmarks: true }],
  ["for screen readers", { PDFUACompliance: true }],
])("a letter that LibreOffice exports %s looks the same, with its links", async (name, options) => {
  const kept = await expectKept(exportPage(name.replaceAll(/\W+/g, "-"), options));
  expect(kept).toContain("https://example.org/x");
  expect(kept).toContain("mailto:a@example.org");
});

test("a form whose fields the reader has to draw is refused, because they would be empty", async () => {
  await expect(rewritePdf(exportPage("form", {}, formPage))).rejects.toMatchObject({
    reason: "pdf-has-active-content",
  });
  await expect(rewritePdf(exportPage("form-archive", { SelectPdfVersion: 1 }, formPage))).resolves.toBeDefined();
});

test("a letter of invitation of Palais looks the same", async () => {
  const { fonts, remove } = layOutDeployedFonts();
  const letter = { number: 1, at: "2027-03-01T12:00:00.000Z", language: "en" } as const;
  const content = { conference, registration: buildRegistration(conference), letter };
  try {
    await expectKept(
      renderVisaLetterPdf({ ...content, letterId: "a".repeat(26), siteUrl: "https://example.org" }, fonts),
    );
  } finally {
    remove();
  }
}, 300_000);

describe("what scanners and signing programs write is accepted:", () => {
  const image = (data: Uint8Array, filter: string) =>
    joinBytes(
      `<< /Type /XObject /Subtype /Image /Width 600 /Height 800 /BitsPerComponent 8 /ColorSpace /DeviceRGB `,
      `/Filter ${filter} /Length ${data.length} >>\nstream\n`,
      data,
      "\nendstream",
    );
  const scan = (object: Uint8Array) =>
    buildPdf(
      { objects: [object, buildPdfStream("600 0 0 800 0 0 cm /I Do")] },
      "/Contents 5 0 R /Resources << /XObject << /I 4 0 R >> >>",
    );
  const signature =
    "<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 9 9] /T (s) /V << /Type /Sig /Contents <00> >> >>";

  test.each([
    ["a page as JPEG", scan(image(buildJpeg(), "/DCTDecode"))],
    ["a page as fax", scan(image(new Uint8Array(200), "/CCITTFaxDecode"))],
    ["a page as JBIG2", scan(image(new Uint8Array(200), "[/JBIG2Decode]"))],
    ["a page as JPEG 2000", scan(image(new Uint8Array(200), "/JPXDecode"))],
    ["a page in two filters", scan(image(joinBytes("00>"), "[/ASCIIHexDecode /DCTDecode]"))],
    ["a later version", withUpdate(buildPdf(), "/Lang (en)")],
    ["a signature", withAnnotation("/Subtype /Link /A << /S /URI /URI (https://example.org) >>", [signature])],
  ])("%s", async (_, pdf) => {
    expect(Buffer.from(await rewritePdf(pdf)).toString("latin1")).toContain("/MediaBox");
  });
});
