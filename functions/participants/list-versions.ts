import { toActor } from "#shared/auth/caller.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { deleteSnapshot, loadSnapshot, saveSnapshot } from "#shared/participant-list/list-files.ts";
import {
  listParticipantListVersions,
  loadCurrentSnapshot,
  loadParticipantListVersion,
  saveParticipantListVersion,
} from "#shared/participant-list/list-versions.repository.ts";
import { type ListSnapshot, maskSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { compareSnapshots } from "./differences.rules.ts";
import type { ListStatus } from "./formats/printed-list.ts";

/** Stores the current list as a version. The content is written first, so that every listed version can be read. */
export const createListVersion =
  (table: Table, documents: DocumentsBucket): ApiHandler<"createListVersion"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const { caller, now: at, deadline, idempotency } = request;
    const contentId = createId();
    const actor = toActor(caller);
    let saved: Awaited<ReturnType<typeof saveParticipantListVersion>> | undefined;
    return makeWithoutErased(table, conferenceId, async () => {
      const snapshot = await loadCurrentSnapshot(table, conference, at);
      await saveSnapshot(documents, conferenceId, contentId, snapshot);
      const version = {
        status: request.body.status,
        at,
        by: "id" in actor ? actor.id : "",
        contentId,
        named: snapshot.entries.length,
        unnamed: Object.values(snapshot.unnamed).reduce((sum, count) => sum + count, 0),
        ...(idempotency && { idempotency }),
      };
      saved ??= await saveParticipantListVersion(table, conferenceId, version, deadline);
      // A repeated request returns the version that the first one saved; no version lists this content.
      if (saved.contentId !== contentId) await deleteSnapshot(documents, conferenceId, contentId);
      return saved;
    });
  };

/** The versions, oldest first. */
export const listListVersions =
  (table: Table): ApiHandler<"listListVersions"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    return { items: await listParticipantListVersions(table, conferenceId), next: null };
  };

/** The differences from one version to another, or to the current list. */
export const compareListVersions =
  (table: Table, documents: DocumentsBucket): ApiHandler<"compareListVersions"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const { from, to } = request.query;
    const version = from ?? String((await listParticipantListVersions(table, conferenceId)).at(-1)?.version ?? 0);
    const earlier = await loadSnapshotAt(table, documents, conference, version, request.now);
    const later = await loadSnapshotAt(table, documents, conference, to, request.now);
    const { added, removed, changed } = compareSnapshots(earlier.snapshot, later.snapshot);
    return {
      added: [...added],
      removed: [...removed],
      changed: changed.map(({ before, after, fields }) => ({ before, after, fields: [...fields] })),
    };
  };

/** The list of a version; without a version, the current list. @throws DomainError `not-found` */
export async function loadSnapshotAt(
  table: Table,
  documents: DocumentsBucket,
  conference: Pick<Conference, "conferenceId" | "categories" | "removedCategories" | "roles">,
  version: string | undefined,
  now: string,
): Promise<{ readonly snapshot: ListSnapshot; readonly status: ListStatus }> {
  if (version === undefined)
    return { snapshot: await loadCurrentSnapshot(table, conference, now), status: { status: "draft" } };
  const { conferenceId } = conference;
  const stored = await loadParticipantListVersion(table, conferenceId, Number(version));
  const saved = await loadSnapshot<ListSnapshot>(documents, conferenceId, stored.contentId);
  const ids = saved.entries.map(({ registrationId }) => registrationId);
  const snapshot = maskSnapshot(saved, await loadRegistrations(table, ids));
  return { snapshot, status: { status: stored.status, version: stored.version } };
}
