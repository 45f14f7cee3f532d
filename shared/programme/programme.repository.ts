import { toJournalItem } from "#shared/commands/journal.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findByEntity,
  getItemEventually,
  type Item,
  ifAbsent,
  ifVersion,
  N,
  parseVersioned,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import {
  emptyProgramme,
  filterPeople,
  isPublicPerson,
  listOwnPanels,
  type OwnPanel,
  type PanelPerson,
  type Programme,
  type PublishedProgramme,
  showSessions,
} from "./programme.rules.ts";

/** The draft of a conference's programme, and what of it is public. */
export interface StoredProgramme {
  readonly draft: Programme;
  readonly published: PublishedProgramme;
}

/** The draft and the published programme; empty before the secretariat has written them. */
export async function loadProgramme(table: Table, conferenceId: string): Promise<StoredProgramme> {
  const items = await batchGetItems(table, [keys.programme(conferenceId), keys.publishedProgramme(conferenceId)]);
  const [draft, published] = [findByEntity(items, "programme"), findByEntity(items, "published-programme")];
  return {
    draft: draft ? parseVersioned<Programme>(draft) : emptyProgramme,
    published: published ? parseVersioned<PublishedProgramme>(published) : emptyProgramme,
  };
}

/** The published programme, which may lag by a second. */
export async function loadPublishedProgramme(table: Table, conferenceId: string): Promise<PublishedProgramme> {
  const item = await getItemEventually(table, keys.publishedProgramme(conferenceId));
  return item ? parseVersioned<PublishedProgramme>(item) : emptyProgramme;
}

/**
 * The panels of the published programme that a person is on, and its version. One who is not confirmed any more gets those
 * that their calendar may have.
 */
export async function loadOwnPanels(
  table: Table,
  conference: Conference,
  registration: Registration,
): Promise<{ readonly panels: readonly OwnPanel[]; readonly programmeVersion: number }> {
  const published = await loadPublishedProgramme(table, conference.conferenceId);
  const { registrationId } = registration;
  const isShown = isConfirmed(registration) ? isPublicPerson : () => true;
  const sessions = showSessions(conference, published, new Map([[registrationId, registration]]), isShown);
  return { panels: listOwnPanels(sessions, registrationId), programmeVersion: published.version };
}

function toItem(entity: string, conferenceId: string, { version, ...data }: Programme): Item {
  const key = entity === "programme" ? keys.programme(conferenceId) : keys.publishedProgramme(conferenceId);
  return {
    ...toItemKey(key),
    entity: S(entity),
    conferenceId: S(conferenceId),
    version: N(version),
    data: S(JSON.stringify(data)),
  };
}

/** The writes of both programmes. Every write has the condition on the draft, so that two never mix. */
function toWrites({ name }: Table, conferenceId: string, before: StoredProgramme, after: StoredProgramme) {
  const { version } = before.draft;
  const draft = {
    item: {
      Put: {
        TableName: name,
        Item: toItem("programme", conferenceId, after.draft),
        ...ifVersion(version === 0 ? undefined : version),
      },
    },
    onConditionFailed: "changed-meanwhile" as const,
  };
  if (after.published === before.published) return [draft];
  const item = toItem("published-programme", conferenceId, after.published);
  return [draft, { item: { Put: { TableName: name, Item: item } }, onConditionFailed: "changed-meanwhile" as const }];
}

/**
 * Writes the programme and the journal item in one transaction.
 * @throws DomainError `changed-meanwhile` if the programme has changed since it was read
 */
export async function saveProgramme(
  table: Table,
  {
    before,
    after,
    change,
  }: { readonly before: StoredProgramme; readonly after: StoredProgramme; readonly change: Change },
  deadline: Deadline,
): Promise<void> {
  const writes = [
    // The journal item comes first: if it exists, an earlier attempt was written, and its response was lost.
    {
      item: { Put: { TableName: table.name, Item: toJournalItem(change, createId()), ...ifAbsent } },
      onConditionFailed: "written" as const,
    },
    ...toWrites(table, change.conferenceId, before, after),
  ];
  const failure = await writeTransaction(table, writes, deadline);
  if (failure?.failed === "changed-meanwhile") throw new DomainError("changed-meanwhile");
}

/**
 * Removes people from the draft and from the published programme. A repeated call changes nothing.
 * @returns how many of the two named any of them
 * @throws DomainError `too-busy` at the deadline
 */
async function removePeople(
  table: Table,
  conferenceId: string,
  isKept: (person: PanelPerson) => boolean,
  deadline: Deadline,
): Promise<number> {
  while (Date.now() < deadline) {
    const before = await loadProgramme(table, conferenceId);
    const remove = <Kind extends Programme>(programme: Kind): Kind => {
      const kept = filterPeople(programme, isKept);
      const isSame = JSON.stringify(kept.sessions) === JSON.stringify(programme.sessions);
      return isSame ? programme : { ...kept, version: kept.version + 1 };
    };
    const [draft, published] = [remove(before.draft), remove(before.published)];
    const changed = Number(draft !== before.draft) + Number(published !== before.published);
    if (changed === 0) return 0;
    const after = { draft: { ...draft, version: before.draft.version + 1 }, published };
    const failure = await writeTransaction(table, toWrites(table, conferenceId, before, after), deadline);
    if (failure?.failed !== "changed-meanwhile") return changed;
  }
  throw new DomainError("too-busy");
}

/** Removes an erased person from the programme. @returns how many of the draft and the published programme named them */
export const eraseFromProgramme = (
  table: Table,
  conferenceId: string,
  registrationId: string,
  deadline: Deadline,
): Promise<number> =>
  removePeople(
    table,
    conferenceId,
    (person) => !("registrationId" in person && person.registrationId === registrationId),
    deadline,
  );

/** Removes everyone from the programme, also those who never registered. */
export const eraseProgrammePeople = (table: Table, conferenceId: string, deadline: Deadline): Promise<number> =>
  removePeople(table, conferenceId, () => false, deadline);
