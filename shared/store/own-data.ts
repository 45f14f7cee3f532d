import { journalEntryOf, type QueuedEmail } from "#shared/commands/journal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { proposalsOf, rowKeys } from "./beside.ts";
import { delegationsOfFocalPoint } from "./delegations.ts";
import { documentsOf } from "./document-list.ts";
import { findDocument } from "./documents.ts";
import { factOf } from "./entry.ts";
import { presenceOf } from "./gate-rows.ts";
import { readHistory } from "./history.ts";
import { bucketOf, gateRows, indexes, keys, lists } from "./keys.ts";
import { listOpenings, type Opened } from "./openings.ts";
import { findPrint } from "./prints.ts";
import { addressDigest, findSuppression } from "./suppression.ts";
import { getItem, getItems, listAll, type Table, text } from "./table.ts";
import { visaLettersOf } from "./visa-letters.ts";

/** Everything that lies anywhere about one person, beside their registration. */
export type Held = Awaited<ReturnType<typeof loadHeld>>;

export async function loadHeld(table: Table, registration: Registration) {
  const { registrationId, person, conferenceId } = registration;
  const { chapters } = await readHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const [found, proposals] = await Promise.all([
    getItem(table, keys.found(registrationId)),
    getItem(table, keys.proposals(registrationId)),
  ]);
  const mails = await mailsOf(table, registrationId, chapters);
  return {
    chapters,
    mails,
    print: await findPrint(table, conferenceId, registrationId),
    visaLetters: await lettersOf(table, registrationId, mails),
    documents: await filesOf(table, registration),
    nameOpenings: await allOpenings(table, { registrationId }),
    proposals: proposalsOf(proposals)?.all ?? [],
    passages: await Array.fromAsync(gateRowsOf(table, registration, gateRows.passage), factOf),
    presences: await Array.fromAsync(gateRowsOf(table, registration, gateRows.inside), presenceOf),
    foundBy: rowKeys(found).flatMap(({ PK, SK }) => (PK.startsWith("WORD#") ? [SK.split("#")[0] ?? ""] : [])),
    alike: found?.["alike"]?.SS?.length ?? 0,
    ...(person.email !== undefined && {
      suppression: await findSuppression(table, person.email),
      actsFor: await delegationsOfFocalPoint(table, conferenceId, addressDigest(person.email)),
    }),
  };
}

const gateRowsOf = (table: Table, { conferenceId, registrationId }: Registration, kind: string) =>
  listAll(table, {
    partition: lists.gate(conferenceId, bucketOf(registrationId)),
    prefix: `${kind}${registrationId}#`,
    consistent: true,
  });

/** Those that its own changes promised, and those that are changes of their own. */
async function mailsOf(
  table: Table,
  registrationId: string,
  chapters: Awaited<ReturnType<typeof readHistory>>["chapters"],
): Promise<{ mail: QueuedEmail; promisedAt: string }[]> {
  const rows = listAll(table, { index: indexes.expiring, partition: lists.mailsTo(registrationId) });
  const ids = await Array.fromAsync(rows, (row) => text(row, "expiringSort").split("#")[1] ?? "");
  const others = (await getItems(table, ids.map(keys.journal))).map(journalEntryOf);
  const entries = [...chapters.map(({ entry }) => entry), ...others];
  return entries
    .flatMap(({ mails, at }) => mails.map((mail) => ({ mail, promisedAt: at })))
    .filter(({ mail: { intent } }) => "registrationId" in intent && intent.registrationId === registrationId)
    .toSorted((a, b) => (a.promisedAt < b.promisedAt ? -1 : 1));
}

/** Each as the change that issued it promised its mail. */
async function lettersOf(table: Table, registrationId: string, mails: Awaited<ReturnType<typeof mailsOf>>) {
  const letters = await visaLettersOf(table, registrationId);
  const issued = new Map(
    mails.flatMap(({ mail: { intent }, promisedAt }) =>
      intent.kind === "visa-letter" ? [[intent.number, promisedAt] as const] : [],
    ),
  );
  return letters.map((letter) => ({ ...letter, issuedAt: issued.get(letter.number) }));
}

async function filesOf(table: Table, { conferenceId, registrationId, documents = {} }: Registration) {
  const listed = await documentsOf(table, conferenceId, { registrationId });
  const ids = [...new Set([...Object.values(documents), ...listed])];
  const files = ids.map(async (documentId) => {
    const document = await findDocument(table, documentId);
    return document ? [{ document, openings: await allOpenings(table, { documentId }) }] : [];
  });
  return (await Promise.all(files)).flat();
}

async function allOpenings(table: Table, opened: Opened) {
  const { openings } = await listOpenings(table, opened, undefined, 1_000);
  return openings;
}
