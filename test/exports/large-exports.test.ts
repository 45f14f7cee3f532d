import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import { ensureDebianPackages } from "../support/debian.ts";
import { repetitions } from "../support/full-run.ts";
import { addConference, addExport, addRegistrations, useExportWorld } from "./support/export-world.ts";

const world = useExportWorld();
const count = repetitions({ usual: 1_000, full: 10_000 });
const folder = mkdtempSync(path.join(tmpdir(), "palais-exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The memory that an export may take, in bytes. */
const maxBytes = 512 * 1_048_576;

/** The size of a photo, in bytes; about that of a portrait as the inspection stores it. */
const photoBytes = 120_000;
/** Photos that are different, which many people share, because making each would take longer than the export. */
const photoCount = 50;

let conferenceId = "";
beforeAll(async () => {
  ensureDebianPackages(["libreoffice-calc-nogui"]);
  conferenceId = await addConference(world);
  const photos = await Promise.all(
    Array.from({ length: photoCount }, async () => {
      const documentId = createId();
      await world.bucket.put(documentId, randomBytes(photoBytes));
      return documentId;
    }),
  );
  const names = [
    "Müller-Ångström",
    "Ñandú",
    "محمد الهاشمي",
    "李小龙",
    '=HYPERLINK("http://bad.example")',
    "O’Brien & <Co>",
  ];
  for (let start = 0; start < count; start += 500)
    await addRegistrations(
      world,
      conferenceId,
      Array.from({ length: Math.min(500, count - start) }, (_, index) => ({
        person: {
          givenName: `Given ${start + index}`,
          familyName: names[index % names.length] ?? "",
          email: `person.${start + index}@example.org`,
          nationality: "SEN",
          birthDate: `19${60 + (index % 40)}-0${1 + (index % 9)}-15`,
        },
        organization: `Organization ${index % 97} of international migration`,
        documents: { photo: photos[index % photoCount] ?? "" },
      })),
    );
}, 600_000);

interface ChildReport {
  readonly result: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/** Exports in a process of its own. @returns its report, and the file */
async function exportInChild(request: Pick<ExportRequest, "what" | "format"> & Partial<ExportRequest>) {
  const jobId = await addExport(world, conferenceId, request, { reason: "to measure" });
  const out = path.join(folder, `${jobId}.json`);
  const program = path.join(import.meta.dirname, "support", "export-child.ts");
  const { endpoint, table } = world.started;
  await promisify(execFile)(process.execPath, [program, endpoint, table.name, world.endpoint, jobId, out]);
  const report = JSON.parse(readFileSync(out, "utf8")) as ChildReport;
  const stored = path.join(world.bucket.folder, world.documents.bucket, "made", conferenceId, "all");
  console.log(`${request.what} of ${count} people: ${Math.round(report.bytes / 1_048_576)} MB of memory`);
  return { report, file: path.join(stored, `${jobId}._S3rver_object`) };
}

test(`the registrations of ${count} people take little memory, and LibreOffice opens them with types and scripts, and no formula`, async () => {
  const { report, file: stored } = await exportInChild({ what: "registrations", format: "xlsx" });
  expect(report.result["registrations"]).toBe(count);
  expect(report.bytes).toBeLessThan(maxBytes);
  const file = path.join(folder, "people.xlsx");
  copyFileSync(stored, file);
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  await promisify(execFile)("soffice", [profile, "--headless", "--convert-to", "fods", "--outdir", folder, file]);
  const opened = readFileSync(path.join(folder, "people.fods"), "utf8");
  expect(opened.match(/office:value-type="date"/g)?.length).toBeGreaterThanOrEqual(2 * count);
  expect(opened).toMatch(/office:date-value="1960-01-15"/);
  for (const text of ["Müller-Ångström", "Ñandú", "محمد الهاشمي", "李小龙", "=HYPERLINK", "O’Brien &amp; &lt;Co&gt;"])
    expect(opened).toContain(text);
  expect(opened).not.toMatch(/table:formula=/);
  expect(opened).toMatch(/<table:database-range[^>]*table:display-filter-buttons="true"/);
}, 900_000);

test(`the photos of ${count} people are in one archive that little memory made`, async () => {
  const { report, file } = await exportInChild({ what: "photos", format: "zip" });
  expect(report.result["photos"]).toBe(count);
  expect(report.bytes).toBeLessThan(maxBytes);
  const { size } = statSync(file);
  expect(size).toBeGreaterThan(count * photoBytes);
  const last = Buffer.alloc(22);
  const handle = openSync(file, "r");
  readSync(handle, last, 0, last.length, size - last.length);
  closeSync(handle);
  // The end of the central directory (APPNOTE.TXT, 4.3.16) counts the files.
  expect([last.readUInt32LE(0), last.readUInt16LE(10)]).toEqual([0x06054b50, count]);
}, 900_000);
