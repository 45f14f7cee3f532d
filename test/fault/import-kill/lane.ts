import { createInterface } from "node:readline";
import { createJobHandler } from "#shared/jobs/run-job.ts";
import { skipPassportDigest } from "#shared/registrations/passport-digest.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "../../../functions/import-worker/run-import.ts";
import { openTestDocuments } from "../../support/s3.ts";
import { createTestClient } from "../../support/table.ts";

/** One process that runs an import's chunk when the stream brings the job, to be killed at any moment. */
const [endpoint = "", tableName = "", s3Endpoint = "", jobId = ""] = process.argv.slice(2);
const table = toCommandStore({ client: createTestClient(endpoint, 2), name: tableName });
const handler = createJobHandler(table, "import", runImport(table, openTestDocuments(s3Endpoint), skipPassportDigest));
const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }] };

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
await handler(event, { getRemainingTimeInMillis: () => 60_000 });
process.exit(0);
