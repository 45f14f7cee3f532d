import { createInterface } from "node:readline";
import { keepNoPassport } from "#shared/http/passport.ts";
import { handleJobs } from "#shared/jobs/run.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runImport } from "../../../functions/import-run/run.ts";
import { documentsAt } from "../../support/s3.ts";
import { clientOf } from "../../support/table.ts";

/** One process that runs an import's chunk when the stream brings the job, to be killed at any moment. */
const [endpoint = "", name = "", s3 = "", jobId = ""] = process.argv.slice(2);
const table = toCommandStore({ client: clientOf(endpoint, 2), name });
const handler = handleJobs(table, "import", runImport(table, documentsAt(s3), keepNoPassport));
const event = { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: { jobId: { S: jobId } } } }] };

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
await handler(event, { getRemainingTimeInMillis: () => 60_000 });
process.exit(0);
