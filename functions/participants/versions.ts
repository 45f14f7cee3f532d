import type { Documents } from "#shared/documents/bucket.ts";
import { keepSnapshot } from "#shared/documents/lists.ts";
import { actorOf, mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { keepVersion, listVersions, readSnapshotOfRows } from "#shared/store/list-versions.ts";
import type { Table } from "#shared/store/table.ts";

/** Keeps the list as the rows have it now. The content first: a version that is listed can be read. */
export const keepListVersion =
  (table: Table, documents: Documents): Handler<"keepListVersion"> =>
  async ({ params: { conferenceId }, caller, access, body: { status }, now: at, deadline, idempotency }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    const snapshot = await readSnapshotOfRows(table, conferenceId, at);
    const contentId = newId();
    const unnamed = Object.values(snapshot.unnamed).reduce((sum, count) => sum + count, 0);
    const by = actorOf(caller);
    await keepSnapshot(documents, conferenceId, contentId, snapshot);
    const counts = { named: snapshot.entries.length, unnamed };
    const wanted = {
      status,
      at,
      by: "id" in by ? by.id : "",
      contentId,
      ...counts,
      ...(idempotency && { idempotency }),
    };
    return keepVersion(table, conferenceId, wanted, deadline);
  };

/** The versions that were kept, the first first. */
export const listListVersions =
  (table: Table): Handler<"listListVersions"> =>
  async ({ params: { conferenceId }, caller, access }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    return { items: await listVersions(table, conferenceId), next: null };
  };
