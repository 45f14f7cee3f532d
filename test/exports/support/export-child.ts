/**
 * Runs one export in a process of its own, and prints the most memory that it took, in bytes.
 * Arguments: the address of the table's emulator, its name, the address of S3, the conference, contents and format.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { toTable } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { acquireJob } from "#shared/jobs/jobs.repository.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import { runExport } from "../../../functions/export-worker/run-export.ts";
import { localCredentials } from "../../../local/context.ts";
import { openTestDocuments } from "../../support/s3.ts";

const [endpoint = "", name = "", s3 = "", jobId = "", out = ""] = process.argv.slice(2);
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const table = toTable(new DynamoDBClient({ endpoint, region: "eu-central-1", credentials }), name);
const job = await acquireJob<ExportRequest, ExportCursor>(table, jobId, "child", Date.now());
if (!job) throw new Error("no job");
const nothing = async () => undefined;
const chunk = { until: Date.now() + 900_000, saveProgress: nothing, extendLease: nothing };
// No export of this test prints.
const printing = { fontsFolder: "", siteUrl: "" };
const result = await runExport({ ...printing, table, documents: openTestDocuments(s3, localCredentials) })(job, chunk);
// The maximum of `resourceUsage` begins with the memory of the process that started this one.
const [, peakKb = ""] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
appendFileSync(out, JSON.stringify({ result, bytes: Number.parseInt(peakKb, 10) * 1_024 }));
