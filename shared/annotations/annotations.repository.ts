import { eraseJournalEntry } from "#shared/audit/chain.repository.ts";
import { type IdempotencyRecord, toJournalItem } from "#shared/commands/journal.ts";
import { annotationRows, createId, deriveId, type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  assertSound,
  batchGetItems,
  type Deadline,
  deleteItem,
  findByEntity,
  findItem,
  getItem,
  getString,
  type Item,
  ifAbsent,
  ifEquals,
  ifVersion,
  N,
  parseData,
  pauseBeforeRetry,
  queryItems,
  queryPage,
  readSound,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadProtectedIds } from "#shared/registrations/protections.repository.ts";
import { parseRegistration } from "#shared/registrations/registrations.repository.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import {
  type AnnotationAction,
  type Annotations,
  addNote,
  assertCanAnnotate,
  foldTag,
  getAnnotationsVersion,
  noAnnotations,
} from "./annotations.rules.ts";
import { storedAnnotations } from "./stored-annotations.contract.ts";

/** One change of the annotations; a note is the change that added it. */
export interface AnnotationChange {
  /** The identifier of the change in the journal, and of the note. */
  readonly changeId: string;
  readonly action: AnnotationAction;
  readonly at: string;
  /** The identifier of the member of staff. */
  readonly by: string;
  /** The version of the registration at that time. */
  readonly version: number;
  /** Of a note. */
  readonly text?: string;
}

/** A change that a member of staff asks for. */
export interface AnnotationRequest {
  readonly registrationId: string;
  readonly action: AnnotationAction;
  readonly at: string;
  readonly by: string;
  /** Of a note. */
  readonly text?: string;
  /** Called with the registration as it is read. */
  readonly assertCanChange: (registration: Registration) => void;
  /** The version of tags and assignee that the caller has read. */
  readonly version?: number | undefined;
  readonly idempotency?: IdempotencyRecord | undefined;
  readonly deadline: Deadline;
}

/** The annotations in an item of the table. @returns `undefined` for a damaged one */
export const readAnnotations = (item: Item | undefined): Annotations | undefined =>
  item ? readSound<Annotations>(item, storedAnnotations) : noAnnotations;

/** The annotations in an item of the table. @throws DomainError `damaged-record` */
export const parseAnnotations = (item: Item | undefined): Annotations => assertSound(readAnnotations(item));

/** The identifier of a tag in the addresses of the API, and in keys. */
const deriveTagId = (conferenceId: string, tag: string): string => deriveId("tag", conferenceId, foldTag(tag));

const deriveAssigneeId = (conferenceId: string, address: string) =>
  deriveId("assignee", conferenceId, foldAddress(address));

/**
 * Changes the annotations of a registration. The change is in the journal, and so in the audit chain, without the text
 * of a note. It is no new version of the registration: decisions, proposals and the person's page do not see it. A
 * concurrent change is tried again until the deadline, so that of two notes at once none is lost.
 * @param decide returns `undefined` if there is nothing to change
 * @returns the registration, and the change if there was one
 * @throws DomainError `not-found`, `wrong-state`, `changed-meanwhile`, `idempotency-key-reused`, `too-busy`; the errors
 * of `assertCanChange` and `decide`
 */
export async function annotate(
  table: Table,
  request: AnnotationRequest,
  decide: (before: Annotations) => Annotations | undefined,
): Promise<{ readonly registration: Registration; readonly change?: AnnotationChange }> {
  const { registrationId, assertCanChange, idempotency, deadline } = request;
  const changeId = idempotency?.changeId ?? createId();
  const stored = [keys.registration(registrationId), keys.annotations(registrationId), keys.journal(changeId)];
  for (let attempt = 1; ; attempt += 1) {
    const items = await batchGetItems(table, stored);
    const registration = await parseRegistration(findItem(items, keys.registration(registrationId)));
    assertCanChange(registration);
    const repeated = findByEntity(items, "journal");
    if (repeated) return { registration, ...(await loadRepeated(table, registrationId, repeated, request)) };
    assertCanAnnotate(registration);
    const before = parseAnnotations(findByEntity(items, "annotations"));
    if (request.version !== undefined && request.version !== getAnnotationsVersion(before))
      throw new DomainError("changed-meanwhile");
    const decided = decide(before);
    if (!decided) return { registration };
    const after = { ...decided, version: before.version + 1 };
    const change = toAnnotationChange(request, changeId, registration.version);
    const writes = buildWrites(table, registration, { before, after }, change, idempotency);
    if (!(await writeTransaction(table, writes, deadline))) return { registration, change };
    await pauseBeforeRetry(attempt, deadline);
  }
}

const toAnnotationChange = (
  { action, at, by, text }: AnnotationRequest,
  changeId: string,
  version: number,
): AnnotationChange => ({ changeId, action, at, by, version, ...(text !== undefined && { text }) });

/**
 * The change that an earlier request with the same key made.
 * @throws DomainError `idempotency-key-reused`, `not-found`
 */
async function loadRepeated(
  table: Table,
  registrationId: string,
  journal: Item,
  { action, idempotency }: AnnotationRequest,
) {
  if (journal["requestDigest"]?.S !== idempotency?.requestDigest) throw new DomainError("idempotency-key-reused");
  const { PK, SK } = keys.annotationChange(registrationId, {
    action,
    at: getString(journal, "at"),
    changeId: getString(journal, "changeId"),
  });
  const item = await getItem(table, { PK, SK });
  if (!item) throw new DomainError("not-found");
  return { change: parseAnnotationChange(item) };
}

/** Stores a note. @throws DomainError as `annotate` does; `too-many-notes` */
export async function saveNote(table: Table, request: Omit<AnnotationRequest, "action">): Promise<AnnotationChange> {
  const { change } = await annotate(table, { ...request, action: "add-note" }, addNote);
  if (!change) throw new Error("a note without a change");
  return change;
}

interface AnnotationsChange {
  readonly before: Annotations;
  readonly after: Annotations;
}

/** The writes fail if the registration or its annotations have changed since they were read. */
function buildWrites(
  { name: TableName }: Table,
  { registrationId, conferenceId, version }: Registration,
  { before, after }: AnnotationsChange,
  change: AnnotationChange,
  idempotency: IdempotencyRecord | undefined,
): TransactionWrite<"changed">[] {
  const put = (Item: Item, condition: object = {}): TransactionWrite<"changed"> => ({
    item: { Put: { TableName, Item, ...condition } },
    onConditionFailed: "changed",
  });
  const summary = {
    ...toItemKey(keys.annotations(registrationId)),
    entity: S("annotations"),
    registrationId: S(registrationId),
    version: N(after.version),
    data: S(JSON.stringify(after)),
  };
  const { action, at, by, changeId } = change;
  const journal = toJournalItem(
    {
      ...createConferenceChange(conferenceId, action, { actor: { kind: "staff", id: by }, at }),
      annotated: registrationId,
    },
    changeId,
    // The note itself is read again: the journal keeps nothing of its text.
    idempotency && { ...idempotency, body: "{}" },
  );
  const row = {
    ...toItemKey(keys.annotationChange(registrationId, change)),
    entity: S("annotation"),
    changeId: S(changeId),
    data: S(JSON.stringify(change)),
  };
  const ifUnchanged = before.version ? ifEquals("version", N(before.version)) : ifAbsent;
  const Key = toItemKey(keys.registration(registrationId));
  const former = listIndexKeys(conferenceId, registrationId, before);
  const current = listIndexKeys(conferenceId, registrationId, after);
  return [
    { item: { ConditionCheck: { TableName, Key, ...ifVersion(version) } }, onConditionFailed: "changed" },
    put(summary, ifUnchanged),
    put(row),
    put(journal, ifAbsent),
    ...former
      .filter(({ SK }) => !current.some((each) => each.SK === SK))
      .map((key) => ({ item: { Delete: { TableName, Key: toItemKey(key) } }, onConditionFailed: "changed" as const })),
    ...current
      .filter(({ SK, tag }) => !former.some((each) => each.SK === SK && each.tag === tag))
      .map((key) => put(toIndexItem(registrationId, key))),
  ];
}

type IndexKey = Key & { readonly tag?: string };

const toIndexItem = (registrationId: string, { tag, ...key }: IndexKey): Item => ({
  ...toItemKey(key),
  entity: S("annotated"),
  registrationId: S(registrationId),
  ...(tag !== undefined && { tag: S(tag) }),
});

/** The rows by which the queue finds a registration with these annotations. */
export const listIndexItems = (
  { conferenceId, registrationId }: Pick<Registration, "conferenceId" | "registrationId">,
  annotations: Annotations,
): Item[] => listIndexKeys(conferenceId, registrationId, annotations).map((key) => toIndexItem(registrationId, key));

/** The keys of the rows by which the queue is filtered; that of a tag with the tag. */
function listIndexKeys(conferenceId: string, registrationId: string, { tags, assignee }: Annotations): IndexKey[] {
  const toKey = (kind: string, id: string) => keys.annotated(conferenceId, kind, id, registrationId);
  return [
    ...tags.map((tag) => ({ ...toKey(annotationRows.tag, deriveTagId(conferenceId, tag)), tag })),
    ...(assignee === undefined ? [] : [toKey(annotationRows.assignee, deriveAssigneeId(conferenceId, assignee))]),
  ];
}

const parseAnnotationChange = (item: Item): AnnotationChange => parseData<AnnotationChange>(item);

/** The annotations of a registration. */
export const loadAnnotations = async (table: Table, registrationId: string): Promise<Annotations> =>
  parseAnnotations(await getItem(table, keys.annotations(registrationId)));

/** All changes of the annotations, each kind in order of time. */
export const listAnnotationChanges = (table: Table, registrationId: string): Promise<AnnotationChange[]> =>
  Array.fromAsync(
    queryItems(table, {
      partition: keys.annotations(registrationId).PK,
      prefix: annotationRows.change,
      isConsistent: true,
    }),
    parseAnnotationChange,
  );

/** One page of the notes, the latest first. @param after the position in the page before */
export async function listNotes(table: Table, registrationId: string, after: string | undefined, limit: number) {
  const { PK: partition } = keys.annotations(registrationId);
  const page = await queryPage(table, {
    ...{ partition, prefix: `${annotationRows.change}add-note#`, limit, isConsistent: true, isDescending: true },
    ...(after !== undefined && { after: toItemKey({ PK: partition, SK: after }) }),
  });
  return { notes: page.items.map(parseAnnotationChange), next: page.after ? getString(page.after, "SK") : null };
}

/** The registrations that the queue is filtered to: those with a tag, and those of an assignee by address. */
export interface AnnotationFilter {
  readonly tagId?: string | undefined;
  readonly assignee?: string | undefined;
}

/**
 * The identifiers of the registrations that match every part of a filter. A tag finds no protected person: that it finds
 * anyone would tell what it says of them.
 */
export async function findAnnotated(
  table: Table,
  conferenceId: string,
  { tagId, assignee }: AnnotationFilter,
): Promise<ReadonlySet<string>> {
  const wanted = [
    ...(tagId === undefined ? [] : [keys.annotated(conferenceId, annotationRows.tag, tagId, "")]),
    ...(assignee === undefined
      ? []
      : [keys.annotated(conferenceId, annotationRows.assignee, deriveAssigneeId(conferenceId, assignee), "")]),
  ];
  const found = wanted.map(async ({ PK: partition, SK: prefix }) => {
    const rows = await Array.fromAsync(queryItems(table, { partition, prefix, isConsistent: true }));
    return new Set(rows.map((row) => getString(row, "registrationId")));
  });
  const hidden = tagId === undefined ? new Set<string>() : await loadProtectedIds(table, conferenceId);
  const [first = new Set<string>(), ...others] = await Promise.all(found);
  return new Set([...first].filter((id) => !hidden.has(id) && others.every((each) => each.has(id))));
}

/** Whether anyone has a tag who is not protected, so that all staff may read it. */
export const isTagReadable = async (table: Table, conferenceId: string, tag: string): Promise<boolean> =>
  (await findAnnotated(table, conferenceId, { tagId: deriveTagId(conferenceId, tag) })).size > 0;

/** The most tags that are listed. Each takes a query. */
const maxListedTags = 100;
const rowsPerTag = 5;

/**
 * The tags in use at a conference, by name. The rows of each tag lie together, and one of them is enough. A tag that
 * only protected people have is left out, because it may name them.
 */
export async function listTags(table: Table, conferenceId: string) {
  const { PK: partition } = keys.annotated(conferenceId, annotationRows.tag, "", "");
  const prefix = `${annotationRows.tag}#`;
  const hidden = await loadProtectedIds(table, conferenceId);
  const tags: { readonly tagId: string; readonly tag: string }[] = [];
  let after: Item | undefined;
  do {
    const page = await queryPage(table, { partition, prefix, limit: rowsPerTag, ...(after && { after }) });
    const row = page.items.find((item) => !hidden.has(getString(item, "registrationId")));
    after = page.after;
    if (!row) continue;
    const tag = getString(row, "tag");
    const tagId = deriveTagId(conferenceId, tag);
    tags.push({ tagId, tag });
    // After every row of this tag: identifiers have no character that sorts after `~`.
    after = toItemKey(keys.annotated(conferenceId, annotationRows.tag, tagId, "~"));
  } while (after && tags.length < maxListedTags);
  return tags.toSorted((one, other) => (foldTag(one.tag) < foldTag(other.tag) ? -1 : 1));
}

/**
 * Deletes the annotations of an erased person, and erases their entries in the journal. What leads to the other rows is
 * deleted last, so that the next run resumes after a crash.
 * @param erasedBy the change that records the erasure
 * @returns the number of notes, and of changes of tags and assignee
 */
export async function eraseAnnotations(
  table: Table,
  { registrationId, conferenceId }: Registration,
  erasedBy: string,
): Promise<number> {
  const annotations = await loadAnnotations(table, registrationId);
  for (const { tag: _, ...key } of listIndexKeys(conferenceId, registrationId, annotations))
    await deleteItem(table, key);
  const changes = await listAnnotationChanges(table, registrationId);
  for (const change of changes) {
    await eraseJournalEntry(table, change.changeId, erasedBy);
    await deleteItem(table, keys.annotationChange(registrationId, change));
  }
  await deleteItem(table, keys.annotations(registrationId));
  return changes.length;
}
