import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DocumentKind, xlsxMimeType } from "#shared/model/document.ts";
import { type ChildProgram, type Inspection, inspectInChild } from "../functions/document-inspect/inspect-in-child.ts";
import { buildFunctions } from "../infra/functions/bundle.ts";
import { type HostileUpload, listHostileUploads } from "../test/security/uploads/corpus.ts";
import { buildPlainJpeg, buildScanBomb } from "../test/security/uploads/images.ts";
import { buildFalseZip, listWorkbookFiles } from "../test/security/uploads/sheets.ts";
import { buildJpeg, buildPdf } from "../test/support/files.ts";
import { buildPlainPng } from "../test/support/png.ts";
import type { Results } from "./support/results.ts";
import { formatNumber, median } from "./support/statistics.ts";
import { invariant, type Section, type Suite, target } from "./support/suite.ts";

/** What inspecting an upload takes, and how long a photo waits beside hostile files. */
export const suite: Suite = { files: measureFiles, waits: measureWaits };

type Upload = Pick<HostileUpload, "name" | "kind" | "contentType" | "bytes">;

interface Measured {
  readonly ms: number;
  readonly processorMs: number;
  readonly megabytes: number;
  readonly decision: string;
}

/** Files that are accepted: usual ones, and the largest. */
const listAccepted = (): Upload[] => [
  upload("a photo of 12 megapixels", "photo", "image/jpeg", buildJpeg(3_000, 4_000)),
  upload("a plain JPEG of 25 megapixels", "photo", "image/jpeg", buildPlainJpeg(5_000, 5_000)),
  upload("a progressive JPEG in 12 scans", "photo", "image/jpeg", buildScanBomb(5_000, 4_990, 11)),
  upload(
    "a PNG of 25 megapixels",
    "credential-letter",
    "image/png",
    buildPlainPng({ width: 5_000, height: 4_990, colour: 6 }),
  ),
  upload("a letter as PDF", "credential-letter", "application/pdf", buildPdf()),
  upload("a workbook", "import", xlsxMimeType, buildFalseZip(listWorkbookFiles())),
];

const upload = (name: string, kind: DocumentKind, contentType: string, bytes: Uint8Array): Upload => ({
  name,
  kind,
  contentType,
  bytes,
});

/** The program as it is deployed. */
async function withProgram<T>(work: (program: ChildProgram) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-uploads-"));
  try {
    buildFunctions(folder);
    const codeFolder = path.join(folder, "document-inspect");
    return await work({ file: path.join(codeFolder, "child.mjs"), codeFolder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const toDecision = ({ verdict }: Inspection) => (verdict.state === "refused" ? verdict.rejection : verdict.state);

async function measureOne({ kind, contentType, bytes }: Upload, program: ChildProgram): Promise<Measured> {
  const began = performance.now();
  const inspection = await inspectInChild(kind, contentType, bytes, program);
  const { processorMs, memoryBytes } = inspection.usage;
  return { ms: performance.now() - began, processorMs, megabytes: memoryBytes / 1e6, decision: toDecision(inspection) };
}

async function measureFiles(results: Results): Promise<Section> {
  const hostile = await listHostileUploads();
  const accepted = listAccepted();
  const measured = await withProgram(async (program) => {
    const rows: (readonly [Upload, Measured])[] = [];
    for (const each of [...accepted, ...hostile])
      rows.push([each, await results.cell(`${each.kind} ${each.name}`, () => measureOne(each, program))]);
    return rows;
  });
  const ofHostile = measured.slice(accepted.length);
  const kept = ofHostile.filter(([, { decision }]) => decision === "checked");
  const slowest = Math.max(...measured.map(([, { ms }]) => ms));
  const largest = Math.max(...measured.map(([, { megabytes }]) => megabytes));
  return {
    title: `Inspection of ${accepted.length} files that are accepted and ${hostile.length} hostile ones, one at a time`,
    notes: ["Each in a process of its own. Memory: the most that the process was seen to have. MB of 1,000,000 bytes."],
    head: ["", "KB", "ms", "processor (ms)", "MB", "decision"],
    rows: measured.map(([{ name, bytes }, { ms, processorMs, megabytes, decision }]) => [
      name,
      formatNumber(bytes.length / 1_000),
      formatNumber(ms),
      formatNumber(processorMs),
      formatNumber(megabytes),
      decision,
    ]),
    verdicts: [
      invariant(`every hostile file is refused (${kept.length} are not)`, kept.length === 0),
      invariant(
        "every file that is to be accepted is",
        measured.slice(0, accepted.length).every(([, { decision }]) => decision === "checked"),
      ),
      invariant(`no process has more than 512 MB (${formatNumber(largest)})`, largest <= 512),
      target(`no file takes more than 5 s (${formatNumber(slowest)} ms)`, slowest <= 5_000),
    ],
  };
}

/** The hostile files that arrive together with a photo. */
const flood = 8;

async function measureWaits(results: Results, quick: boolean): Promise<Section> {
  const hostile = await listHostileUploads();
  const photo = upload("a photo", "photo", "image/jpeg", buildJpeg(1_200, 1_600));
  const rounds = quick ? 2 : 5;
  const { alone, beside } = await withProgram(async (program) => {
    const aloneMs: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      aloneMs.push(await results.cell(`alone, ${round}`, async () => (await measureOne(photo, program)).ms));
    const groups = Array.from({ length: Math.ceil(hostile.length / flood) }, (_, index) =>
      hostile.slice(index * flood, (index + 1) * flood),
    );
    const besideMs: number[] = [];
    for (const [index, group] of groups.entries())
      besideMs.push(await results.cell(`beside, ${index}`, () => measureBeside(group, photo, program)));
    return { alone: aloneMs, beside: besideMs };
  });
  const base = median(alone);
  const longest = Math.max(...beside) - base;
  return {
    title: `The wait of a photo that arrives after ${flood} hostile files, in one function of this machine`,
    notes: ["In Lambda each upload has a function of its own, up to the reserved concurrency. Alone is the baseline."],
    head: ["", "median (ms)", "longest (ms)"],
    rows: [
      ["alone", formatNumber(base), formatNumber(Math.max(...alone))],
      [`beside ${flood} hostile files`, formatNumber(median(beside)), formatNumber(Math.max(...beside))],
      ["wait", formatNumber(median(beside) - base), formatNumber(longest)],
    ],
    verdicts: [target(`a photo waits at most 2 s (${formatNumber(longest)} ms)`, longest <= 2_000)],
  };
}

async function measureBeside(group: readonly Upload[], photo: Upload, program: ChildProgram): Promise<number> {
  const others = group.map((each) => measureOne(each, program));
  const { ms } = await measureOne(photo, program);
  await Promise.all(others);
  return ms;
}
