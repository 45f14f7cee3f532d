import { type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getString, type Item, parseData, type Table } from "#shared/dynamodb/table.ts";
import { readArchivedContents } from "../backup/archive.ts";
import type { RowFinding } from "../verify-counters/finding.ts";
import { hasPrintedKey } from "../verify-counters/operator-rows.ts";
import { restoreRow, toRepairChange } from "../verify-counters/repair.repository.ts";
import { classifyKey, type KeyKind, lostHistory, toOwnKey } from "../verify-counters/stored-rows.ts";
import { type TableReport, verifyItems } from "../verify-counters/verify-counters.ts";
import { compareChanges, type ItemSubject, subjectKinds } from "./later-changes.ts";

/** How long the write of the item is tried, in ms. */
const writeTimeoutMs = 10_000;

/** What became of an item. */
export interface RestoredItem {
  /** The differences of its conference that a repair mends afterwards. */
  readonly mendable: number;
}

/** @throws Error that says why the item is not written */
function refuse(reason: string): never {
  throw new Error(`${reason} Nothing was written.`);
}

/**
 * Takes one damaged or lost item out of a backup, and writes it back into a table that is in use. Only the latest state
 * of an item is written: then counters, constraints and history agree with it as they did before the damage, and no seat
 * is given or taken.
 * @param items all items of the table at one moment
 * @param file the backup
 * @param printed the key, as `verify-counters` prints it
 * @throws Error for an item that is sound, that follows from others, or that has changed since the backup
 */
export async function restoreItem(
  table: Table,
  items: readonly Item[],
  file: string,
  printed: string,
): Promise<RestoredItem> {
  const archived = (await readArchivedContents(file)).items;
  const copy = archived.find((item) => hasPrintedKey(item, printed)) ?? refuse(`${file} contains no item ${printed}.`);
  const stored = items.find((item) => hasPrintedKey(item, printed));
  const key = toOwnKey(copy);
  const kind = classifyKey(key);
  if (kind !== "content") refuse(refusals[kind](printed));
  const before = verifyItems(items);
  if (!isLost(before, key)) refuse(`${printed} is neither damaged nor missing.`);
  if (isLost(verifyItems(archived), key)) refuse(`${printed} is damaged in ${file}, too: take it from another backup.`);
  const subject = findSubject(copy, archived);
  if (subject) assertLatest(subject, items, archived, file, printed);
  const after = verifyItems([...items.filter((item) => item !== stored), copy]);
  if (subject) assertNoClash(subject, before, after);
  const conferenceId = subject?.conferenceId ?? copy["conferenceId"]?.S;
  const change =
    conferenceId === undefined
      ? undefined
      : toRepairChange(conferenceId, `item ${printed} is brought back from a backup`, new Date());
  if (!(await restoreRow(table, change, copy, stored, Date.now() + writeTimeoutMs)))
    refuse(`${printed} was written meanwhile: repeat the command.`);
  const findings = after.conferences.flatMap((each) => (each.conferenceId === conferenceId ? each.findings : []));
  return { mendable: findings.filter(({ mend }) => mend !== undefined).length };
}

const followsFromOthers = (printed: string) =>
  `${printed} follows from other items: npm run verify-counters -- --repair writes it again.`;

/** Why a row that is no content of its own is not taken from a backup. */
const refusals: Readonly<Record<Exclude<KeyKind, "content">, (printed: string) => string>> = {
  foreign: (printed) => `No function reads ${printed}.`,
  temporary: (printed) =>
    `${printed} is kept for a time only, and its former state may be wrong: npm run verify-counters -- --remove removes it.`,
  counter: followsFromOthers,
  derived: followsFromOthers,
  history: (printed) => `${printed} is history: ${lostHistory}.`,
};

const listFindings = ({ unreadable, conferences }: TableReport): RowFinding[] => [
  ...unreadable,
  ...conferences.flatMap(({ findings }) => findings),
];

/** Whether the check of all rows found that this one can't be read, or is missing. */
const isLost = (report: TableReport, key: Key): boolean =>
  listFindings(report).some(({ lost }) => lost && serializeKey(lost) === serializeKey(key));

/**
 * What an item is about; undefined for a row of whose changes the history says nothing, such as a page.
 * @param archived all items of the backup
 */
function findSubject(copy: Item, archived: readonly Item[]): ItemSubject | undefined {
  const kind = subjectKinds.find((each) => each === copy["entity"]?.S);
  if (kind === undefined) return undefined;
  if (kind === "annotations") {
    const id = getString(copy, "registrationId");
    const key = serializeKey(keys.registration(id));
    const registration = archived.find((item) => serializeKey(toOwnKey(item)) === key);
    return { kind, id, conferenceId: registration ? getConferenceId(registration) : "" };
  }
  const { registrationId, delegationId } = parseData<Readonly<Record<string, string>>>(copy);
  if (kind === "check-in-event") {
    const [, conferenceId = ""] = getString(copy, "PK").split("#");
    return { kind, id: registrationId ?? "", conferenceId };
  }
  const conferenceId = getConferenceId(copy);
  const ids = { conference: conferenceId, delegation: delegationId, registration: registrationId };
  return { kind, id: ids[kind] ?? "", conferenceId };
}

const getConferenceId = (item: Item): string => parseData<{ readonly conferenceId?: string }>(item).conferenceId ?? "";

/** @throws Error for an item that has changed since, or that is of another system */
function assertLatest(
  subject: ItemSubject,
  stored: readonly Item[],
  archived: readonly Item[],
  file: string,
  printed: string,
): void {
  const { later, unknown } = compareChanges(subject, stored, archived);
  if (unknown.length > 0)
    refuse(
      `${file} is of another system, or this one has lost a part of its history: it has no ${unknown[0]}, by which ` +
        `${printed} was changed.`,
    );
  if (later.length > 0)
    refuse(
      `${printed} has changed since ${file} was written, ${later.length} times: the backup has not its latest state. ` +
        "Take it from a later one, or from a backup of a table that was restored to a point in time.",
    );
}

/** @throws Error if another registration has what this one had: its place as the person, or as head of delegation */
function assertNoClash({ kind, id, conferenceId }: ItemSubject, before: TableReport, after: TableReport): void {
  if (kind === "conference") return;
  const report = after.conferences.find((each) => each.conferenceId === conferenceId);
  if (!report) refuse(`Its conference ${conferenceId} can't be read, or is missing: bring it back first.`);
  const known = new Set(listFindings(before).map(({ text }) => text));
  const clash = report.findings.find(
    ({ text, mend, refusal }) => mend === undefined && refusal !== undefined && text.includes(id) && !known.has(text),
  );
  if (clash) refuse(`It contradicts other rows: ${clash.text}: ${clash.refusal}.`);
}
