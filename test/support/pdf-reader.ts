import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDebianPackages } from "./debian.ts";

/** Poppler, which Debian has and which shares no code with what writes our files. To be called before the first use. */
export const ensurePoppler = (): void => ensureDebianPackages(["poppler-utils"]);

function usePdfFile<T>(pdf: Uint8Array, work: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-pdf-"));
  try {
    const file = path.join(folder, "file.pdf");
    writeFileSync(file, pdf);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const runProgram = (program: string, args: string[]) =>
  execFileSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 26 });

/** What stands on each page, in the order in which a reader would read it. */
export const readPageTexts = (pdf: Uint8Array): string[] =>
  usePdfFile(pdf, (file) => runProgram("pdftotext", [file, "-"]).split("\f").slice(0, -1));

/** What stands on all pages as one line, without the signs that turn its direction. */
export const readLineText = (pdf: Uint8Array): string =>
  readPageTexts(pdf)
    .join(" ")
    .replaceAll(/[\u202a-\u202e\s]+/g, " ");

const wordBox = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)<\/word>/g;

/** The word at the right end of the line in which the first word with this text is. Letters of Arabic are reversed. */
export function readLastWordOfLine(pdf: Uint8Array, text: string): string | undefined {
  const boxes = usePdfFile(pdf, (file) => runProgram("pdftotext", ["-bbox", file, "-"]));
  const words = Array.from(boxes.matchAll(wordBox), ([, left, top, bottom, word = ""]) => {
    return { left: Number(left), top: Number(top), bottom: Number(bottom), word: unescapeXml(word) };
  });
  const found = words.find(({ word }) => word.includes(text));
  const middle = found ? (found.top + found.bottom) / 2 : Number.NaN;
  const line = words.filter(({ top, bottom }) => top < middle && middle < bottom);
  return line.toSorted((a, b) => a.left - b.left).at(-1)?.word;
}

/** The size of each page, with the name of its paper. */
export const readPageSizes = (pdf: Uint8Array): string[] =>
  usePdfFile(pdf, (file) =>
    Array.from(
      runProgram("pdfinfo", ["-f", "1", "-l", "-1", file]).matchAll(/^Page\s+\d+ size:\s+(.*)$/gm),
      ([, size = ""]) => size,
    ),
  );

export interface FontFacts {
  readonly name: string;
  readonly embedded: boolean;
  readonly subset: boolean;
  readonly unicode: boolean;
}

/** Every font of the file. */
export const readFonts = (pdf: Uint8Array): FontFacts[] =>
  usePdfFile(pdf, (file) =>
    runProgram("pdffonts", [file])
      .trim()
      .split("\n")
      .slice(2)
      .map((line) => {
        const [embedded, subset, unicode] = line.trim().split(/\s+/).slice(-5);
        return {
          name: line.split(" ")[0] ?? "",
          embedded: embedded === "yes",
          subset: subset === "yes",
          unicode: unicode === "yes",
        };
      }),
  );

/** The number of images in the file. */
export const readImageCount = (pdf: Uint8Array): number =>
  usePdfFile(pdf, (file) => runProgram("pdfimages", ["-list", file]).trim().split("\n").length - 2);

/** Each page as it is printed, in grey, as a PGM image. */
export const renderPages = (pdf: Uint8Array, dotsPerInch: number): Buffer[] =>
  usePdfFile(pdf, (file, folder) => {
    runProgram("pdftoppm", ["-r", String(dotsPerInch), "-gray", file, path.join(folder, "page")]);
    const pages = readdirSync(folder).filter((name) => name.endsWith(".pgm"));
    return pages.toSorted().map((name) => readFileSync(path.join(folder, name)));
  });

/** What poppler complains about in the file. */
export const readFaults = (pdf: Uint8Array): string =>
  usePdfFile(pdf, (file) =>
    execFileSync("sh", ["-c", 'pdftotext "$1" /dev/null 2>&1; pdfinfo "$1" 2>&1 >/dev/null', "sh", file], {
      encoding: "utf8",
    }),
  );

/** The bookmarks of the file, those of the second level behind the one they stand below. */
export const readOutline = (pdf: Uint8Array): string[] =>
  usePdfFile(pdf, (file, folder) => {
    const page = path.join(folder, "page.xml");
    runProgram("pdftohtml", ["-xml", "-i", "-q", file, page]);
    const items = readFileSync(page, "utf8").matchAll(/<item page="\d+">(.*?)<\/item>/gs);
    return Array.from(items, ([, title = ""]) => unescapeXml(title).trim());
  });

const xmlEntities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#34": '"',
  "#39": "'",
  "#160": " ",
};
const unescapeXml = (text: string) => text.replace(/&([#\w]+);/g, (all, name) => xmlEntities[name] ?? all);
