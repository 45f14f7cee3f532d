import type { DocumentKind, FileRefusal } from "#shared/domain/document.ts";
import { aJpeg, aPackedPng, aPdf, aPng, aStream, aZip, join, withSegment } from "../support/files.ts";

export interface Hostile {
  readonly name: string;
  readonly kind: Extract<DocumentKind, "photo" | "credential-letter">;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly refusal: FileRefusal;
}

const [jpegType, pngType, pdfType] = ["image/jpeg", "image/png", "application/pdf"] as const;
const text = (content: string) => join(content);

/** In two parts, so that no scanner takes this file for a virus. */
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const page = "<!doctype html><html><script>alert(1)</script></html>";

type Row = readonly [name: string, contentType: string, bytes: Uint8Array, refusal: FileRefusal];

/** A photo that says a size it hasn't: its frame header is written over. */
function saysSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const changed = Buffer.from(jpeg);
  const frame = changed.indexOf(Buffer.from([0xff, 0xc0]));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return new Uint8Array(changed);
}

function photos(jpeg: Uint8Array, png: Uint8Array): Row[] {
  const zip = aZip({ "a.txt": "hello" });
  return [
    ["an SVG with a script", jpegType, text(svg), "file-type-not-allowed"],
    ["an SVG that begins as XML", pngType, text(`<?xml version="1.0"?>${svg}`), "file-type-not-allowed"],
    ["a page", jpegType, text(page), "file-type-not-allowed"],
    ["a GIF that is also a script", jpegType, text("GIF89a=1;alert(1);//"), "file-type-not-allowed"],
    ["a program for Windows", jpegType, join("MZ", new Uint8Array(512)), "file-type-not-allowed"],
    ["a program for Linux", jpegType, join("\x7fELF", new Uint8Array(512)), "file-type-not-allowed"],
    ["an archive", jpegType, zip, "file-type-not-allowed"],
    ["a PDF as a photo", jpegType, aPdf(), "file-type-not-allowed"],
    ["a PNG that says it is a JPEG", jpegType, png, "file-is-not-what-it-says"],
    ["a JPEG that says it is a PNG", pngType, jpeg, "file-is-not-what-it-says"],
    ["a JPEG with an archive behind it", jpegType, join(jpeg, zip), "file-is-two-in-one"],
    ["a JPEG with a page in its comment", jpegType, withSegment(jpeg, 0xfe, text(page)), "file-is-two-in-one"],
    [
      "a JPEG with PHP in its comment",
      jpegType,
      withSegment(jpeg, 0xfe, text("<?php system($_GET[0]);")),
      "file-is-two-in-one",
    ],
    ["a PNG with a PDF behind it", pngType, join(png, aPdf()), "file-is-two-in-one"],
    ["half a JPEG", jpegType, jpeg.subarray(0, 120), "file-broken"],
    ["a JPEG without a picture", jpegType, text("\xff\xd8\xff\xd9"), "file-broken"],
    ["a PNG whose picture is cut", pngType, png.subarray(0, Math.floor(png.length / 2)), "file-broken"],
    ["a photo of 100 megapixels", pngType, aPackedPng(10_000, 10_000, 1_000), "image-too-large"],
    ["a JPEG that says 4 gigapixels", jpegType, saysSize(jpeg, 65_500, 65_500), "image-too-large"],
    ["a PNG that unpacks to a gigabyte", pngType, aPackedPng(300, 400, 1_000_000_000), "file-expands-too-much"],
    ["an interlaced PNG that does", pngType, aPackedPng(300, 400, 500_000_000, true), "file-expands-too-much"],
    ["a photo of one pixel", pngType, aPackedPng(1, 1, 4), "image-too-small"],
    ["a virus after a JPEG", jpegType, join(jpeg, eicar), "malware-found"],
    ["a file that can't be scanned", jpegType, join(jpeg, "PALAIS-TEST-UNSCANNABLE"), "malware-not-ruled-out"],
  ];
}

function letters(): Row[] {
  const action = "<< /S /JavaScript /JS (app.alert(1)) >>";
  const zip = aZip({ "a.txt": "hello" });
  return [
    ["a PDF with JavaScript", pdfType, aPdf({ catalogue: `/OpenAction ${action}` }), "pdf-has-active-content"],
    [
      "one that spells it otherwise",
      pdfType,
      aPdf({ catalogue: "/AA << /O << /S /J#61v#61Script >> >>" }),
      "pdf-has-active-content",
    ],
    [
      "one that hides it in a packed stream of objects",
      pdfType,
      aPdf({ objects: [aStream(`4 0 ${action}`, "/Type /ObjStm /N 1 /First 4")] }),
      "pdf-has-active-content",
    ],
    [
      "one whose stream of objects nobody can read",
      pdfType,
      aPdf({ objects: ["<< /Type /ObjStm /Filter /LZWDecode /Length 4 >>\nstream\nabcd\nendstream"] }),
      "pdf-has-active-content",
    ],
    [
      "a PDF that starts a program",
      pdfType,
      aPdf({ catalogue: "/OpenAction << /S /Launch /F (cmd.exe) >>" }),
      "pdf-has-active-content",
    ],
    [
      "a PDF with another file in it",
      pdfType,
      aPdf({ catalogue: "/Names << /EmbeddedFiles 4 0 R >>" }),
      "pdf-has-active-content",
    ],
    [
      "a PDF with a form that acts",
      pdfType,
      aPdf({ catalogue: "/AcroForm << /XFA 4 0 R >>" }),
      "pdf-has-active-content",
    ],
    ["an encrypted PDF", pdfType, aPdf({ trailer: "/Encrypt 4 0 R" }), "pdf-encrypted"],
    ["a PDF with an archive behind it", pdfType, join(aPdf(), zip), "file-is-two-in-one"],
    ["a PDF with a page behind it", pdfType, join(aPdf(), page), "file-is-two-in-one"],
    ["a PDF after something else", pdfType, join(page, aPdf()), "file-type-not-allowed"],
    [
      "a PDF that unpacks to 300 MB",
      pdfType,
      aPdf({ objects: [aStream(new Uint8Array(300_000_000))] }),
      "file-expands-too-much",
    ],
    ["half a PDF", pdfType, aPdf().subarray(0, 100), "file-broken"],
    [
      "a document of Word",
      pdfType,
      aZip({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" }),
      "file-type-not-allowed",
    ],
  ];
}

/** Files that must never be kept, each with the name of its refusal. */
export async function hostileFiles(): Promise<Hostile[]> {
  const of =
    (kind: Hostile["kind"]) =>
    ([name, contentType, bytes, refusal]: Row): Hostile => ({ name, kind, contentType, bytes, refusal });
  return [...photos(aJpeg(), await aPng()).map(of("photo")), ...letters().map(of("credential-letter"))];
}
