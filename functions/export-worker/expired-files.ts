import { deleteExportFile } from "#shared/documents/made-files.ts";
import { findJob, forgetJobFile, listJobsWithExpiredFile } from "#shared/jobs/jobs.repository.ts";
import type { ExportSources } from "./export-attempt.ts";

/** Deletes the files of exports whose time is over at `now` (RFC 3339, UTC). */
export async function deleteExpiredFiles({ table, documents }: ExportSources, now: string): Promise<void> {
  for await (const jobId of listJobsWithExpiredFile(table, "export", now)) {
    const job = await findJob(table, jobId);
    if (job) await deleteExportFile(documents, job.conferenceId, jobId);
    await forgetJobFile(table, jobId);
  }
}
