import type { Caller } from "#shared/auth/caller.ts";
import { createId, type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  getString,
  putItem,
  queryItems,
  queryPage,
  S,
  type Table,
  toItemKey,
  updateItem,
} from "#shared/dynamodb/table.ts";
import { type LoggedAccess, loggedAccesses } from "#shared/model/access.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";

/** A member of staff opened a document, revealed a protected identity, or did what `what` says. */
export interface AccessLogEntry {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly what?: LoggedAccess;
}

/** The document, or the registration. */
export type AccessedResource = { readonly documentId: string } | { readonly registrationId: string };

const toAccessLogKey = (resource: AccessedResource, at: string, id: string): Key =>
  "documentId" in resource
    ? keys.documentAccess(resource.documentId, at, id)
    : keys.identityAccess(resource.registrationId, at, id);

/**
 * Records an access. The caller records it before it discloses the data.
 * @param id the same one at the same time records the access once
 */
export async function recordAccess(
  table: Table,
  resource: AccessedResource,
  { at, by, reason, what }: AccessLogEntry,
  id = createId(),
): Promise<void> {
  await putItem(table, {
    ...toItemKey(toAccessLogKey(resource, at, id)),
    entity: S("access-log"),
    at: S(at),
    by: S(by),
    reason: S(reason),
    ...(what && { what: S(what) }),
  });
}

/** The reason in the access log for reading what officers wrote about a protected person. */
const writtenReason = "reasons-and-tags";

/** What a view shows of what officers wrote about a person. */
interface WrittenTexts {
  readonly reason?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly returned?: { readonly reason?: string | undefined } | undefined;
  readonly proposals?: readonly { readonly reason?: string | undefined }[] | undefined;
}

const hasWrittenTexts = ({ reason, tags = [], returned, proposals = [] }: WrittenTexts): boolean =>
  tags.length > 0 || [{ reason }, returned, ...proposals].some((each) => each?.reason !== undefined);

/** Records that staff read tags or reasons of a protected person, if the views show any. */
export async function recordWrittenTexts(
  table: Table,
  { registrationId, protection }: Registration,
  views: readonly WrittenTexts[],
  { caller, now: at }: { readonly caller: Caller; readonly now: string },
): Promise<void> {
  if (!protection || caller.kind !== "staff" || !views.some(hasWrittenTexts)) return;
  await recordAccess(table, { registrationId }, { at, by: caller.id, reason: writtenReason });
}

/** The access log of a person or of a document of theirs for staff. The reasons may name a protected person. */
export const toAccessLogViews = (entries: readonly AccessLogEntry[], owner: Registration | undefined, caller: Caller) =>
  entries.map(({ reason, ...entry }) => ({
    ...entry,
    ...((!owner || (caller.kind === "staff" && canReadName(owner, caller))) && { reason }),
  }));

/** How many entries are written at the same time. */
const concurrentEntries = 25;

/**
 * Records an access to data of these people together, such as their sensitive answers.
 * @param id as of `recordAccess`
 */
export async function recordAccesses(
  table: Table,
  registrationIds: readonly string[],
  entry: AccessLogEntry,
  id?: string,
): Promise<void> {
  await mapConcurrent(registrationIds, concurrentEntries, (registrationId) =>
    recordAccess(table, { registrationId }, entry, id),
  );
}

/** Lists one page of the accesses in order of time. @param after the position in the page before */
export async function listAccessLog(
  table: Table,
  resource: AccessedResource,
  after: string | undefined,
  limit: number,
) {
  const { PK: partition } = toAccessLogKey(resource, "", "");
  const page = await queryPage(table, {
    partition,
    prefix: "ACCESS#",
    limit,
    ...(after && { after: { PK: S(partition), SK: S(after) } }),
  });
  const entries = page.items.map(
    (item): AccessLogEntry => ({
      at: getString(item, "at"),
      by: getString(item, "by"),
      reason: getString(item, "reason"),
      ...(item["what"] && { what: parseLoggedAccess(getString(item, "what")) }),
    }),
  );
  return { entries, next: page.after ? getString(page.after, "SK") : null };
}

/** @throws Error for a text that is none */
function parseLoggedAccess(text: string): LoggedAccess {
  const found = loggedAccesses.find((each) => each === text);
  if (!found) throw new Error(`The access log has an unknown access: ${text}`);
  return found;
}

/** Erases the reasons, which may contain personal data. @returns the number of erased reasons */
export async function eraseAccessReasons(table: Table, resource: AccessedResource): Promise<number> {
  const { PK: partition } = toAccessLogKey(resource, "", "");
  let erased = 0;
  for await (const item of queryItems(table, { partition, prefix: "ACCESS#", isConsistent: true })) {
    if (getString(item, "reason") === "") continue;
    const key = { PK: partition, SK: getString(item, "SK") };
    await updateItem(table, key, { expression: "SET reason = :none", values: { ":none": S("") } });
    erased += 1;
  }
  return erased;
}
