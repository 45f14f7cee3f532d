import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DocumentKind } from "#shared/model/document.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";
import {
  type Inspection,
  inspectInChild,
  inspectionLimits,
} from "../../../functions/document-inspect/inspect-in-child.ts";
import { buildFunctions } from "../../../infra/functions/bundle.ts";
import { addJpegSegment, buildExif, buildJpeg, buildPdf, buildPdfStream, buildPng } from "../../support/files.ts";
import { buildPlainPng } from "../../support/png.ts";
import { waitFor } from "../../support/wait-for.ts";
import { listHostileUploads } from "./corpus.ts";
import { buildExifLoop, buildRestartFlood, buildTextBomb } from "./images.ts";
import { withAnnotation } from "./pdfs.ts";

const uploads = await listHostileUploads();

/** The program as it is deployed. */
const folder = mkdtempSync(path.join(tmpdir(), "palais-inspection-"));
const codeFolder = path.join(folder, "document-inspect");
const deployed = { file: path.join(codeFolder, "child.mjs"), codeFolder };

const inspections = new Map<string, Inspection>();
const inspect = (kind: DocumentKind, type: string, bytes: Uint8Array) => inspectInChild(kind, type, bytes, deployed);

beforeAll(async () => {
  buildFunctions(folder);
  // One after the other per processor: one that waits too long for its turn gets no verdict.
  await mapConcurrent(uploads, availableParallelism(), async ({ name, kind, contentType, bytes }) => {
    inspections.set(`${kind} ${name}`, await inspect(kind, contentType, bytes));
  });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a hostile upload", () => {
  test("is one of at least forty, of each type", () => {
    expect(uploads.length).toBeGreaterThanOrEqual(40);
    expect(new Set(uploads.map(({ contentType }) => contentType)).size).toBe(5);
  });

  test.each(uploads)("$name ($contentType) is refused: $refusal", ({ name, kind, refusal }) => {
    const { verdict, bytes: kept, usage } = inspections.get(`${kind} ${name}`) ?? {};
    expect(verdict).toEqual({ state: "refused", rejection: refusal });
    expect(kept).toHaveLength(0);
    expect(usage?.memoryBytes).toBeLessThan(512 * 1_048_576);
  });
});

describe("what is kept of an upload contains nothing of", () => {
  const marker = "46.2234";
  const comment = new Uint8Array(Buffer.from(marker));
  const small = { width: 300, height: 400 };
  const photos: readonly (readonly [string, string, Uint8Array])[] = [
    ["the metadata of a JPEG", "image/jpeg", addJpegSegment(buildJpeg(), 0xe1, buildExif(marker))],
    ["a comment of a JPEG", "image/jpeg", addJpegSegment(buildJpeg(), 0xfe, comment)],
    ["metadata in a circle", "image/jpeg", buildExifLoop()],
    ["two million restart markers", "image/jpeg", buildRestartFlood(2_000_000)],
    ["a text of a PNG that inflates", "image/png", buildPlainPng({ ...small, before: [buildTextBomb("zTXt", 1e8)] })],
    [
      "a profile of a PNG that inflates",
      "image/png",
      buildPlainPng({ ...small, before: [buildTextBomb("iCCP", 1e8)] }),
    ],
  ];

  test.each(photos)("%s", async (_, type, bytes) => {
    const { verdict, bytes: kept } = await inspect("photo", type, bytes);
    expect(verdict).toMatchObject({ state: "checked", fileType: "image/jpeg" });
    expect(Buffer.from(kept).includes(marker)).toBe(false);
    expect(kept.length).toBeLessThan(100_000);
  });

  test("a PDF beyond its pages: properties, objects that no page uses, the fields of a form", async () => {
    const field = "/Subtype /Widget /FT /Tx /T (hidden-name) /V (hidden-value)";
    const pdf = withAnnotation(field, [buildPdfStream("hidden-stream"), "<< /Title (hidden-title) >>"]);
    const { verdict, bytes } = await inspect("credential-letter", "application/pdf", pdf);
    expect(verdict.state).toBe("checked");
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).toContain("/Stamp");
    expect(text).not.toMatch(/hidden|Widget/);
  });
});

const png = await buildPng(600, 800);

const moduleUrl = pathToFileURL(path.resolve("functions/document-inspect/inspect-in-child.ts")).href;

/** The children of this process that run the program of the tests with a behaviour. */
const listChildren = (behaviour: string): number[] =>
  readdirSync("/proc").flatMap((name) => {
    try {
      const isOurs = readFileSync(`/proc/${name}/stat`, "latin1").includes(` ${process.pid} `);
      const words = readFileSync(`/proc/${name}/cmdline`, "latin1").split("\0");
      return isOurs && words.includes(behaviour) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });

describe("an inspection", () => {
  const file = path.join(import.meta.dirname, "programs/program.ts");
  const program = { file, codeFolder: path.dirname(file) };
  const run = (behaviour: string) => inspectInChild("photo", behaviour, new Uint8Array(), program);

  test.each([
    ["endless", ["file-too-complex"]],
    ["memory", ["file-expands-too-much"]],
    ["output", ["file-too-complex"]],
    // The process exceeds the limit of its heap, or of its memory before, as the machine is busy.
    ["heap", ["file-too-complex", "file-expands-too-much"]],
    ["error", ["file-broken"]],
  ])("that ends by %s is decided: %j", async (behaviour, rejections) => {
    const { verdict, usage } = await run(behaviour);
    expect(verdict).toEqual({ state: "refused", rejection: expect.toBeOneOf(rejections) });
    if (behaviour === "endless") expect(usage.processorMs).toBeGreaterThan(inspectionLimits.processorMs);
    if (behaviour === "memory") expect(usage.memoryBytes).toBeGreaterThan(inspectionLimits.memoryBytes);
    expect(usage.memoryBytes).toBeLessThan(512 * 1_048_576);
  });

  test("can read no other file, write none, start no process and no thread, and knows no variable", async () => {
    expect((await run("rights")).verdict).toMatchObject({ state: "checked", size: 500 });
  });

  test("gives up in time if it waits for a slot, and the file is inspected later", async () => {
    const giveUpAt = Date.now() + 4_000;
    const idle = () => inspectInChild("photo", "idle", new Uint8Array(), program, giveUpAt);
    const inspections = await Promise.allSettled(Array.from({ length: 2 * availableParallelism() + 1 }, idle));
    expect(Date.now() - giveUpAt).toBeLessThan(4_000);
    for (const each of inspections) expect(String("reason" in each && each.reason)).toContain("got no processor time");
    expect((await inspect("photo", "image/png", png)).verdict.state).toBe("checked");
  });

  test("ends at its limit of processor time if the thread that watches it is terminated", async () => {
    const source = `import { inspectInChild } from ${JSON.stringify(moduleUrl)};
      await inspectInChild("photo", "endless", new Uint8Array(), ${JSON.stringify(program)});`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
    const list = async () => listChildren("endless");
    await waitFor(20_000, list, (pids) => pids.length > 0);
    await worker.terminate();
    expect(await list()).toHaveLength(1);
    await waitFor(40_000, list, (pids) => pids.length === 0);
  });

  const normal: readonly (readonly [DocumentKind, string, Uint8Array])[] = [
    ["photo", "image/jpeg", buildJpeg(3_000, 4_000)],
    ["photo", "image/png", png],
    ["passport", "image/png", buildPlainPng({ width: 6_000, height: 300 })],
    ["passport", "image/png", buildPlainPng({ width: 10, height: 200 })],
    ["credential-letter", "application/pdf", buildPdf()],
    ["import", "text/csv", new Uint8Array(Buffer.from("a,b\n1,2\n"))],
  ];

  test.each(normal)("of a normal %s as %s keeps it", async (kind, type, bytes) => {
    expect((await inspect(kind, type, bytes)).verdict.state).toBe("checked");
  });
});
