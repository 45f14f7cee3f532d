import { type DocumentKind, type FileRejectionReason, xlsxMimeType } from "#shared/model/document.ts";
import { hostileFiles } from "../../documents/hostile.ts";
import { hostileSheets } from "../../documents/hostile-sheets.ts";
import { buildJpeg, buildPdf, buildPdfStream, buildZip, joinBytes } from "../../support/files.ts";
import { buildPlainPng, buildPngChunk } from "../../support/png.ts";
import { buildCutJpeg, buildPlainJpeg, buildScanBomb, buildSegmentFlood, buildTwoFrameJpeg } from "./images.ts";
import {
  buildBrokenStreams,
  buildImage,
  buildObjectStream,
  buildOverlappingStreams,
  buildPackedTwice,
  buildPageCycle,
  script,
  withAnnotation,
  withUpdate,
} from "./pdfs.ts";
import { buildFalseZip, buildMovedWorkbook, buildOverlappingWorkbook, listWorkbookFiles } from "./sheets.ts";

/** A file of an attacker, which must be refused. */
export interface HostileUpload {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly refusal: FileRejectionReason;
}

type Row = readonly [name: string, bytes: Uint8Array | string, refusal: FileRejectionReason];

const toUploads = (kind: DocumentKind, contentType: string, rows: readonly Row[]): HostileUpload[] =>
  rows.map(([name, bytes, refusal]) => ({ name, kind, contentType, bytes: joinBytes(bytes), refusal }));

const jpegs = (): Row[] => [
  ["a progressive JPEG of 4,000 scans", buildScanBomb(600, 800, 4_000), "file-too-complex"],
  ["a progressive JPEG of 25 megapixels in 30 scans", buildScanBomb(5_000, 5_000, 30), "file-too-complex"],
  ["a JPEG of 40 megapixels", buildPlainJpeg(8_000, 5_000), "image-too-large"],
  ["a JPEG with arithmetic codes", buildPlainJpeg(600, 800, 0xc9), "file-broken"],
  ["a lossless JPEG", buildPlainJpeg(600, 800, 0xc3), "file-broken"],
  ["a hierarchical JPEG", buildPlainJpeg(600, 800, 0xc5), "file-broken"],
  ["a JPEG of 12 bits", buildPlainJpeg(600, 800, 0xc1, { precision: 12 }), "file-broken"],
  ["a JPEG of four components", buildPlainJpeg(600, 800, 0xc0, { components: 4 }), "file-broken"],
  ["a JPEG whose height follows", buildPlainJpeg(600, 0), "file-broken"],
  ["a JPEG with two frames", buildTwoFrameJpeg(), "file-is-two-in-one"],
  ["a JPEG of 20,000 segments", buildSegmentFlood(20_000), "file-too-complex"],
  ["a JPEG that is cut off", buildCutJpeg(), "file-broken"],
];

function pngs(): Row[] {
  const small = { width: 600, height: 800 };
  const empty = buildPngChunk("IDAT", new Uint8Array());
  return [
    ["a PNG of 40 megapixels at 16 bits", buildPlainPng({ width: 8_000, height: 5_000, depth: 16 }), "image-too-large"],
    [
      "a PNG of 25 megapixels at 16 bits",
      buildPlainPng({ width: 5_000, height: 5_000, depth: 16 }),
      "file-too-complex",
    ],
    [
      "an interlaced PNG of 25 megapixels",
      buildPlainPng({ width: 5_000, height: 5_000, colour: 6, isInterlaced: true }),
      "file-too-complex",
    ],
    ["a PNG of 500,000 chunks", buildPlainPng({ ...small, after: new Array(500_000).fill(empty) }), "file-too-complex"],
    ["a PNG that inflates to 60 MB", buildPlainPng({ ...small, unpacked: 60_000_000 }), "file-expands-too-much"],
    ["a PNG with too few pixels", buildPlainPng({ ...small, unpacked: 1_000 }), "file-broken"],
    ["a PNG of 3 bits", buildPlainPng({ ...small, depth: 3 }), "file-broken"],
    ["a PNG without a palette", buildPlainPng({ ...small, colour: 3 }), "file-broken"],
    ["a PNG of no width", buildPlainPng({ width: 0, height: 800 }), "file-broken"],
  ];
}

const strips = (): Row[] => [
  ["a PNG of one row", buildPlainPng({ width: 1_000_000, height: 1 }), "image-too-narrow"],
  ["a PNG of one column", buildPlainPng({ width: 1, height: 1_000_000 }), "image-too-narrow"],
  ["a PNG that is 21 times as wide as high", buildPlainPng({ width: 6_300, height: 300 }), "image-too-narrow"],
];

const active = "pdf-has-active-content" as const;

function scripts(): Row[] {
  const link = (action: string) => withAnnotation(`/Subtype /Link /A ${action}`);
  const inStream = (options: Parameters<typeof buildObjectStream>[1]) =>
    buildPdf({ objects: [buildObjectStream(script, options)] });
  return [
    ["a script behind 1,100 blanks", inStream({ padding: " ".repeat(1_100) }), active],
    ["a script behind a blank after the keyword", inStream({ opening: "stream \n" }), "file-broken"],
    ["a script behind a tab after the keyword", inStream({ opening: "stream\t\r\n" }), "file-broken"],
    ["a script behind a comment", inStream({ padding: "%>> stream\n" }), active],
    ["a script in a later version", withUpdate(buildPdf(), `/OpenAction ${script}`), active],
    ["a script in an earlier version", withUpdate(buildPdf({ catalogue: `/OpenAction ${script}` }), ""), active],
    ["a script that no object names", buildPdf({ objects: [script] }), active],
    ["a script between two objects", joinBytes(`%PDF-1.7\n9 0 obj\n${script}\nendobj\n`, buildPdf()), active],
    ["a script under a key that repeats", link("<< /S /GoTo /S /JavaScript /JS (a) >>"), active],
    ["a script after another action", link("<< /S /URI /URI (https://a.example) /Next 5 0 R >>"), active],
    ["a script when a page opens", buildPdf({}, `/AA << /O << /S /J#61vaScript /JS (a) >> >>`), active],
    ["a link to a network path", link("<< /S /GoToR /F (\\\\\\\\host\\\\share) /D [0 /Fit] >>"), active],
    ["a link to a file", link("<< /S /URI /URI (file:///etc/passwd) >>"), active],
    ["a link that is a script", link("<< /S /URI /URI (javascript:alert\\(1\\)) >>"), active],
    ["a link to a program", link("<< /S /Launch /F (cmd.exe) >>"), active],
    ["a link that prints", link("<< /S /Named /N /Print >>"), active],
    [
      "a link whose action is a stream",
      withAnnotation("/Subtype /Link /A 5 0 R", [buildPdfStream("a", "/S /URI /URI (file://host/share)")]),
      active,
    ],
    [
      "a link whose action is behind two references",
      withAnnotation("/Subtype /Link /A 5 0 R", ["6 0 R", "<< /S /URI /URI (file://host/share) >>"]),
      "file-broken",
    ],
    [
      "a link whose kind is behind two references",
      withAnnotation("/Subtype /Link /A << /S 5 0 R /F (a) >>", ["6 0 R", "/ResetForm"]),
      "file-broken",
    ],
    [
      "a link whose address is behind two references",
      withAnnotation("/Subtype /Link /A << /S /URI /URI 5 0 R >>", ["6 0 R", "(file://host/share)"]),
      "file-broken",
    ],
    ["an annotation that is a stream", buildPdf({ objects: [buildPdfStream("a", screen)] }, "/Annots [4 0 R]"), active],
    [
      "an annotation behind two references",
      buildPdf({ objects: ["5 0 R", `<< ${screen} >>`] }, "/Annots [4 0 R]"),
      "file-broken",
    ],
    ["annotations that are a stream", buildPdf({ objects: [buildPdfStream("a")] }, "/Annots 4 0 R"), active],
    [
      "an address that opens by itself",
      buildPdf({ catalogue: "/OpenAction << /S /URI /URI (https://a.example) >>" }),
      active,
    ],
    [
      "an address in a bookmark",
      buildPdf({ objects: ["<< /Title (a) /A << /S /URI /URI (https://a.example) >> >>"] }),
      active,
    ],
  ];
}

/** A kind of annotation that has actions of its own. */
const screen = "/Subtype /Screen /Rect [0 0 9 9] /PA << /S /URI /URI (file://host/share) >>";

const contents = (): Row[] => [
  ["an attached file", withAnnotation("/Subtype /FileAttachment /FS << /Type /Filespec /F (a) >>"), active],
  ["a film", withAnnotation("/Subtype /Screen"), active],
  ["a form that sends", withAnnotation("/Subtype /Widget /A << /S /SubmitForm /F (https://a.example) >>"), active],
  ["a portfolio", buildPdf({ catalogue: "/Collection << >>" }), active],
  [
    "a page of another file",
    buildPdf({ objects: [buildPdfStream("q Q", "/Subtype /Form /Ref << /F (a) >>")] }),
    active,
  ],
  ["a stream of another file", buildPdf({ objects: [buildPdfStream("", "/F (\\\\\\\\host\\\\a)")] }), active],
  ["a program in PostScript", buildPdf({ objects: [buildPdfStream("quit", "/Type /XObject /Subtype /PS")] }), active],
  ["four filters", buildPdf({ objects: [buildPdfStream("a"), buildFilters()] }), active],
  ["overlapping streams", buildOverlappingStreams(130), "file-broken"],
  ["4,000 overlapping streams that are broken after 120 MB", buildBrokenStreams(4_000, 120), "file-expands-too-much"],
  ["4,000 overlapping streams that are broken at once", buildBrokenStreams(4_000, 0), "file-too-complex"],
  ["objects that are packed twice", buildPdf({ objects: [buildPackedTwice(400_000_000)] }), "file-expands-too-much"],
  ["objects that inflate to 400 MB", buildPdf({ objects: [buildLargeObjects()] }), "file-expands-too-much"],
  ["contents of 300 MB", buildPdf({ objects: [buildPdfStream(new Uint8Array(300_000_000))] }), "file-expands-too-much"],
  ["an image of a gigapixel", buildPdf({ objects: [buildImage(40_000, 25_000)] }), "file-too-complex"],
  ["100,000 objects", buildPdf({ objects: new Array(100_000).fill("[]") }), "file-too-complex"],
  ["a million arrays in each other", buildPdf({ objects: ["[".repeat(1_000_000)] }), "file-broken"],
  ["pages in a circle", buildPageCycle(), "file-broken"],
  ["no pages", buildPdf().slice(0, 60), "file-broken"],
  ["a PDF that is also an archive", joinBytes(buildPdf(), buildZip({ a: "a" })), "file-is-two-in-one"],
];

const buildFilters = () =>
  "<< /Length 1 /Filter [/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode] >>\nstream\n>\nendstream";

const buildLargeObjects = () => buildPdfStream(Buffer.alloc(400_000_000, 32), "/Type /ObjStm /N 1 /First 4");

function workbooks(): Row[] {
  const files = listWorkbookFiles();
  const [first, ...rest] = files;
  const changed = (more: object) => buildFalseZip(first ? [{ ...first, ...more }, ...rest] : []);
  const large = { name: "xl/media/0.bin", content: Buffer.alloc(9_000_000, 65), isStored: true };
  const stored = { directory: { size: 60_000_000 }, local: { size: 60_000_000 } };
  return [
    ["a far cell of a sheet in another folder", buildMovedWorkbook("foo/sheet1.xml"), "sheet-too-large"],
    ["a far cell of a sheet with another extension", buildMovedWorkbook("worksheets/sheet1.bin"), "sheet-too-large"],
    ["stored entries that share their bytes", buildOverlappingWorkbook(20, 9_000_000), "file-expands-too-much"],
    ["small entries that share their bytes", buildOverlappingWorkbook(4, 1_000), "file-broken"],
    ["a stored entry with a false size", buildFalseZip([...files, { ...large, ...stored }]), "file-expands-too-much"],
    ["a small entry with a false size", changed({ directory: { size: 5 }, local: { size: 5 } }), "file-broken"],
    ["two sizes of one entry", changed({ local: { size: 5 } }), "file-broken"],
    ["two names of one entry", changed({ local: { name: "xl/other.xml" } }), "file-broken"],
    ["two methods of one entry", changed({ local: { method: 0 } }), "file-broken"],
    ["two entries of one name", buildFalseZip([...files, ...files.slice(-1)]), "file-broken"],
    ["names that differ by case", buildFalseZip([...files, { name: "XL/WORKBOOK.XML", content: "a" }]), "file-broken"],
    ["an entry outside of the folder", buildFalseZip([...files, { name: "../a", content: "a" }]), "file-broken"],
    ["a wrong checksum", changed({ directory: { checksum: 1 }, local: { checksum: 1 } }), "file-broken"],
    ["an encrypted entry", changed({ directory: { flags: 1 }, local: { flags: 1 } }), "file-broken"],
    ["an unknown method", changed({ directory: { method: 12 }, local: { method: 12 } }), "file-broken"],
    [
      "sizes of ZIP64",
      changed({ directory: { size: 0xffff_ffff, compressedSize: 0xffff_ffff } }),
      "file-expands-too-much",
    ],
    [
      "an end record of ZIP64",
      buildFalseZip(files, { between: joinBytes("PK\x06\x06", new Uint8Array(52)), count: 0xffff }),
      "file-broken",
    ],
    ["data between files and directory", buildFalseZip(files, { between: new Uint8Array(9) }), "file-broken"],
    [
      "65,000 entries",
      buildFalseZip(new Array(65_000).fill({ name: "a", content: "", isStored: true })),
      "file-broken",
    ],
  ];
}

const others = (): Row[] => [
  ["a document of Word", buildZip({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" }), "file-broken"],
  [
    "a document of Word with macros",
    buildZip({ "[Content_Types].xml": "<Types/>", "word/vbaProject.bin": "a" }),
    "file-type-not-allowed",
  ],
  ["an archive in an archive", buildZip({ "a.zip": buildZip({ a: "a" }) }), "file-broken"],
  ["a JPEG as a sheet", buildJpeg(), "file-type-not-allowed"],
];

/** The euro sign is one byte in Windows-1252, and three in the UTF-8 that is stored. */
const csvs = (): Row[] => [
  [
    "10 MB of euro signs in Windows-1252",
    Buffer.alloc(10 * 1_048_576, `${"\x80".repeat(30_000)}\n`, "latin1"),
    "file-expands-too-much",
  ],
];

/** All hostile files: these and those of test/documents, without the ones that only a malware scan finds. */
export async function listHostileUploads(): Promise<HostileUpload[]> {
  const earlier = (await hostileFiles()).filter(({ refusal }) => !refusal.startsWith("malware"));
  // The import names the row of a sheet that can be read and is wrong, so these are no refusals of the inspection.
  const isInspected = (code: string): code is FileRejectionReason => !/^sheet-(?:columns|unreadable)$/.test(code);
  const sheets = hostileSheets().flatMap(({ name, contentType, bytes, code }): HostileUpload[] =>
    isInspected(code) ? [{ name, kind: "import", contentType, bytes, refusal: code }] : [],
  );
  return [
    ...earlier,
    ...sheets,
    ...toUploads("photo", "image/jpeg", jpegs()),
    ...toUploads("photo", "image/png", pngs()),
    ...toUploads("passport", "image/png", strips()),
    ...toUploads("passport", "image/jpeg", [["a JPEG of one row", buildPlainJpeg(60_000, 1), "image-too-narrow"]]),
    ...toUploads("credential-letter", "application/pdf", [...scripts(), ...contents()]),
    ...toUploads("import", "text/csv", csvs()),
    ...toUploads("import", xlsxMimeType, [...workbooks(), ...others()]),
  ];
}
