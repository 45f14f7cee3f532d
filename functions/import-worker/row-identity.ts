import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { computeDigest, deriveId, keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item } from "#shared/dynamodb/table.ts";
import type { toRegistrationStatusView } from "#shared/http/views.ts";
import type { ImportKind } from "#shared/imports/import.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import type { ImportContext } from "./import-context.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** The response of the form's command, which an import stores as the answer of a row. */
export type RegistrationStatusView = ReturnType<typeof toRegistrationStatusView>;

/**
 * The registration of a row. It is derived, so that a part that is repeated after a crash recognises its own rows; from a
 * secret, so that staff from whom the rows are withheld do not learn who is in them.
 */
export const deriveRowRegistrationId = ({ job }: ImportContext, row: number): string =>
  deriveId("import-row", job.request.seed ?? job.jobId, String(row));

/**
 * The idempotency record of a row: its person and its target. The same row in another file, or in another run of the
 * same file, is the same request. The passport number, which is stored in no form, is not part of it.
 */
function deriveRowIdempotency(
  { job: { conferenceId, request } }: ImportContext,
  body: ImportRowBody<ImportKind>,
): IdempotencyRecord {
  const { passportNumber: _passportNumber, ...person } = body.person;
  const requestDigest = computeDigest(JSON.stringify({ ...body, person }));
  const changeId = deriveId("import", conferenceId, request.what, request.delegationId ?? "", requestDigest);
  return { changeId, requestDigest };
}

/** How an import stores a row, and what an earlier import has made of it. */
export interface RowIdentity {
  readonly idempotency: IdempotencyRecord;
  /** The earlier import of the row, in the journal. */
  readonly earlier?: Item;
  /** The registration of that import, if it has been withdrawn since. */
  readonly withdrawn?: Registration;
}

/**
 * Identifies the rows that are people. An earlier import does not count if its person was erased, or is protected from
 * the requester: the row then is a new request, and the requester learns no more than of a person who is not
 * registered.
 * @returns the identities by row
 */
export async function identifyRows(
  context: ImportContext,
  people: readonly SheetPerson[],
): Promise<ReadonlyMap<number, RowIdentity>> {
  const identities = new Map<number, RowIdentity>();
  let open = people.flatMap(({ row, body }) =>
    body ? [{ row, idempotency: deriveRowIdempotency(context, body) }] : [],
  );
  while (open.length > 0) {
    const earlier = await loadEarlierImports(context, new Set(open.map(({ idempotency }) => idempotency.changeId)));
    const next: typeof open = [];
    for (const { row, idempotency } of open) {
      const found = earlier.get(idempotency.changeId);
      if (found && isForgotten(context, row, found))
        next.push({ row, idempotency: { ...idempotency, changeId: deriveId("import-again", idempotency.changeId) } });
      else identities.set(row, { idempotency, ...(found && toEarlierIdentity(found)) });
    }
    open = next;
  }
  return identities;
}

/** An import in the journal, and its registration. */
interface EarlierImport {
  readonly item: Item;
  /** Unknown for a person who was erased. */
  readonly registrationId?: string;
  readonly registration?: Registration | undefined;
}

const toEarlierIdentity = ({ item, registration }: EarlierImport) => ({
  earlier: item,
  ...(registration?.accreditation.state === "withdrawn" && { withdrawn: registration }),
});

/** What a part imported itself before it was repeated is never forgotten. */
function isForgotten(context: ImportContext, row: number, { registrationId, registration }: EarlierImport): boolean {
  const { caller } = context.auth;
  if (registrationId === undefined || registration?.erasure) return true;
  if (registrationId === deriveRowRegistrationId(context, row)) return false;
  return caller.kind === "staff" && registration !== undefined && !canReadName(registration, caller);
}

async function loadEarlierImports(
  { store }: ImportContext,
  changeIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, EarlierImport>> {
  const items = await batchGetItems(store, [...changeIds].map(keys.journal));
  const imports = items.map((item) => {
    const answer = item["answer"]?.S;
    const registrationId = answer && (JSON.parse(answer) as RegistrationStatusView).registrationId;
    return { item, ...(registrationId && { registrationId }) };
  });
  const registrations = await loadRegistrations(
    store,
    imports.flatMap(({ registrationId }) => registrationId ?? []),
  );
  return new Map(
    imports.map((each) => [
      getString(each.item, "changeId"),
      { ...each, registration: registrations.get(each.registrationId ?? "") },
    ]),
  );
}
