import type { Documents } from "#shared/documents/bucket.ts";
import { differencesOf } from "#shared/domain/participants/differences.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { listVersions } from "#shared/store/list-versions.ts";
import type { Table } from "#shared/store/table.ts";
import { snapshotAt } from "./snapshot.ts";

/** What changed from one version of the list to another, or to the rows as they are now. */
export const compareListVersions =
  (table: Table, documents: Documents): Handler<"compareListVersions"> =>
  async ({ params: { conferenceId }, caller, access, query: { from, to }, now }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    const version = from ?? String((await listVersions(table, conferenceId)).at(-1)?.version ?? 0);
    const earlier = await snapshotAt(table, documents, conferenceId, { version, now });
    const later = await snapshotAt(table, documents, conferenceId, { version: to, now });
    const { added, removed, changed } = differencesOf(earlier.snapshot, later.snapshot);
    return {
      added: [...added],
      removed: [...removed],
      changed: changed.map(({ before, after, fields }) => ({ before, after, fields: [...fields] })),
    };
  };
