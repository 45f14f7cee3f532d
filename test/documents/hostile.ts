import type { DocumentKind, FileRejectionReason } from "#shared/model/document.ts";
import {
  addJpegSegment,
  buildJpeg,
  buildPdf,
  buildPdfStream,
  buildPng,
  buildZip,
  joinBytes,
} from "../support/files.ts";
import { buildPlainPng } from "../support/png.ts";

export interface Hostile {
  readonly name: string;
  readonly kind: Extract<DocumentKind, "photo" | "credential-letter">;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly refusal: FileRejectionReason;
}

const [jpegType, pngType, pdfType] = ["image/jpeg", "image/png", "application/pdf"] as const;
const text = (content: string) => joinBytes(content);

/** In two parts, so that no scanner takes this file for a virus. */
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const page = "<!doctype html><html><script>alert(1)</script></html>";

type Row = readonly [name: string, contentType: string, bytes: Uint8Array, refusal: FileRejectionReason];

/** A photo that says a size it hasn't: its frame header is written over. */
function saysSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const changed = Buffer.from(jpeg);
  const frame = changed.indexOf(Buffer.from([0xff, 0xc0]));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return new Uint8Array(changed);
}

function photos(jpeg: Uint8Array, png: Uint8Array): Row[] {
  const zip = buildZip({ "a.txt": "hello" });
  return [
    ["an SVG with a script", jpegType, text(svg), "file-type-not-allowed"],
    ["an SVG that begins as XML", pngType, text(`<?xml version="1.0"?>${svg}`), "file-type-not-allowed"],
    ["a page", jpegType, text(page), "file-type-not-allowed"],
    ["a GIF that is also a script", jpegType, text("GIF89a=1;alert(1);//"), "file-type-not-allowed"],
    ["a program for Windows", jpegType, joinBytes("MZ", new Uint8Array(512)), "file-type-not-allowed"],
    ["a program for Linux", jpegType, joinBytes("\x7fELF", new Uint8Array(512)), "file-type-not-allowed"],
    ["an archive", jpegType, zip, "file-type-not-allowed"],
    ["a PDF as a photo", jpegType, buildPdf(), "file-type-not-allowed"],
    ["a PNG that says it is a JPEG", jpegType, png, "file-is-not-what-it-says"],
    ["a JPEG that says it is a PNG", pngType, jpeg, "file-is-not-what-it-says"],
    ["a JPEG with an archive behind it", jpegType, joinBytes(jpeg, zip), "file-is-two-in-one"],
    ["a JPEG with a page in its comment", jpegType, addJpegSegment(jpeg, 0xfe, text(page)), "file-is-two-in-one"],
    [
      "a JPEG with PHP in its comment",
      jpegType,
      addJpegSegment(jpeg, 0xfe, text("<?php system($_GET[0]);")),
      "file-is-two-in-one",
    ],
    ["a PNG with a PDF behind it", pngType, joinBytes(png, buildPdf()), "file-is-two-in-one"],
    ["half a JPEG", jpegType, jpeg.subarray(0, 120), "file-broken"],
    ["a JPEG without a picture", jpegType, text("\xff\xd8\xff\xd9"), "file-broken"],
    ["a PNG whose picture is cut", pngType, png.subarray(0, Math.floor(png.length / 2)), "file-broken"],
    [
      "a photo of 100 megapixels",
      pngType,
      buildPlainPng({ width: 10_000, height: 10_000, unpacked: 1_000 }),
      "image-too-large",
    ],
    ["a JPEG that says 4 gigapixels", jpegType, saysSize(jpeg, 65_500, 65_500), "image-too-large"],
    [
      "a PNG that unpacks to a gigabyte",
      pngType,
      buildPlainPng({ width: 300, height: 400, unpacked: 1_000_000_000 }),
      "file-expands-too-much",
    ],
    [
      "an interlaced PNG that does",
      pngType,
      buildPlainPng({ width: 300, height: 400, unpacked: 500_000_000, isInterlaced: true }),
      "file-expands-too-much",
    ],
    ["a photo of one pixel", pngType, buildPlainPng({ width: 1, height: 1, unpacked: 4 }), "image-too-small"],
    ["a virus after a JPEG", jpegType, joinBytes(jpeg, eicar), "malware-found"],
    ["a file that can't be scanned", jpegType, joinBytes(jpeg, "PALAIS-TEST-UNSCANNABLE"), "malware-not-ruled-out"],
  ];
}

function letters(): Row[] {
  const action = "<< /S /JavaScript /JS (app.alert(1)) >>";
  const zip = buildZip({ "a.txt": "hello" });
  return [
    ["a PDF with JavaScript", pdfType, buildPdf({ catalogue: `/OpenAction ${action}` }), "pdf-has-active-content"],
    [
      "one that spells it otherwise",
      pdfType,
      buildPdf({ catalogue: "/AA << /O << /S /J#61v#61Script >> >>" }),
      "pdf-has-active-content",
    ],
    [
      "one that hides it in a packed stream of objects",
      pdfType,
      buildPdf({ objects: [buildPdfStream(`4 0 ${action}`, "/Type /ObjStm /N 1 /First 4")] }),
      "pdf-has-active-content",
    ],
    [
      "one with an unreadable object stream",
      pdfType,
      buildPdf({ objects: ["<< /Type /ObjStm /Filter /LZWDecode /Length 4 >>\nstream\nabcd\nendstream"] }),
      "file-broken",
    ],
    [
      "a PDF that starts a program",
      pdfType,
      buildPdf({ catalogue: "/OpenAction << /S /Launch /F (cmd.exe) >>" }),
      "pdf-has-active-content",
    ],
    [
      "a PDF with another file in it",
      pdfType,
      buildPdf({ catalogue: "/Names << /EmbeddedFiles 4 0 R >>" }),
      "pdf-has-active-content",
    ],
    [
      "a PDF with a form that acts",
      pdfType,
      buildPdf({ catalogue: "/AcroForm << /XFA 4 0 R >>" }),
      "pdf-has-active-content",
    ],
    ["an encrypted PDF", pdfType, buildPdf({ trailer: "/Encrypt 4 0 R" }), "pdf-encrypted"],
    ["a PDF with an archive behind it", pdfType, joinBytes(buildPdf(), zip), "file-is-two-in-one"],
    ["a PDF with a page behind it", pdfType, joinBytes(buildPdf(), page), "file-is-two-in-one"],
    ["a PDF after something else", pdfType, joinBytes(page, buildPdf()), "file-type-not-allowed"],
    [
      "a PDF that unpacks to 300 MB",
      pdfType,
      buildPdf({ objects: [buildPdfStream(new Uint8Array(300_000_000))] }),
      "file-expands-too-much",
    ],
    ["half a PDF", pdfType, buildPdf().subarray(0, 100), "file-broken"],
    [
      "a document of Word",
      pdfType,
      buildZip({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" }),
      "file-type-not-allowed",
    ],
  ];
}

/** Files that must never be kept, each with the name of its refusal. */
export async function hostileFiles(): Promise<Hostile[]> {
  const of =
    (kind: Hostile["kind"]) =>
    ([name, contentType, bytes, refusal]: Row): Hostile => ({ name, kind, contentType, bytes, refusal });
  return [...photos(buildJpeg(), await buildPng()).map(of("photo")), ...letters().map(of("credential-letter"))];
}
