import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { foldQuery } from "./fold.ts";
import { wordsOf } from "./found-item.ts";
import { keys } from "./keys.ts";
import { loadRegistrations } from "./registrations.ts";
import { type Item, list, S, type Table, text } from "./table.ts";

/** How many rows one request looks at, at most, before it answers with what it has. */
const mostRows = 1_000;
const rowsAtOnce = 100;

/** What to look for: the longest word leads to the rows, the others are looked for in what they name. */
export interface Question {
  readonly words: readonly string[];
  readonly lead: string;
}

/** @returns none for a text without two letters or digits in a row */
export function questionOf(wanted: string): Question | undefined {
  const words = foldQuery(wanted);
  const lead = words.toSorted((a, b) => b.length - a.length)[0];
  return lead !== undefined && lead.length > 1 ? { words, lead } : undefined;
}

/** Whether each word that was asked for begins one of the registration's. */
const answersAll = ({ words }: Question, own: readonly string[]) =>
  words.every((word) => own.some((each) => each.startsWith(word)));

interface Row {
  readonly position: string;
  readonly word: string;
  readonly registrationId: string;
}

const rowOf = (item: Item): Row => {
  const position = text(item, "SK");
  const [word = "", registrationId = ""] = position.split("#");
  return { position, word, registrationId };
};

/**
 * The registrations that answer a question, by the word that leads to them. The index says where to look; whether
 * somebody is found is asked of the registration as it appears now, so a row that lags never tells a name.
 * @param after where the last page ended; it never names somebody who wasn't shown or couldn't have been
 * @throws Refusal `bad-cursor` for the place in another list
 */
export async function findPeople(
  table: Table,
  conferenceId: string,
  question: Question,
  after: string | undefined,
  limit: number,
): Promise<{ registrations: Registration[]; next: string | null }> {
  if (after !== undefined && !after.startsWith(question.lead)) throw new Refusal("bad-cursor");
  const found: Hit[] = [];
  let [looked, position, passed] = [0, after, after];
  do {
    const page = await readRows(table, conferenceId, question.lead, position);
    const hits = await hitsAmong(table, question, page.rows);
    found.push(...hits.filter(({ answers }) => answers));
    passed = hits.at(-1)?.position ?? passed;
    looked += page.rows.length;
    position = page.next;
  } while (position !== undefined && found.length <= limit && looked < mostRows);
  const shown = found.slice(0, limit);
  const further = position !== undefined && passed !== after ? passed : undefined;
  const next = found.length > limit ? shown.at(-1)?.position : further;
  return { registrations: shown.map(({ registration }) => registration), next: next ?? null };
}

/** A row whose registration has its word still, and whether it answers the question. */
interface Hit {
  readonly registration: Registration;
  readonly position: string;
  readonly answers: boolean;
}

async function hitsAmong(table: Table, question: Question, rows: readonly Row[]): Promise<Hit[]> {
  const ids = rows.map(({ registrationId }) => registrationId);
  const registrations = await loadRegistrations(table, ids);
  return rows.flatMap((row): Hit[] => {
    const registration = registrations.get(row.registrationId);
    const own = registration ? wordsOf(registration) : [];
    if (!registration || !own.includes(row.word)) return [];
    const { position } = row;
    return [{ registration, position, answers: answersAll(question, own) && isFirstRow(question, own, row) }];
  });
}

/** Somebody with two words that begin alike stands in two rows, and is shown once. */
const isFirstRow = ({ lead }: Question, own: readonly string[], { word }: Row) =>
  own.filter((each) => each.startsWith(lead)).toSorted()[0] === word;

async function readRows(table: Table, conferenceId: string, lead: string, after: string | undefined) {
  const { PK } = keys.word(conferenceId, lead, "");
  const page = await list(table, {
    partition: PK,
    prefix: lead,
    limit: rowsAtOnce,
    ...(after !== undefined && { after: { PK: S(PK), SK: S(after) } }),
  });
  return { rows: page.items.map(rowOf), next: page.after && text(page.after, "SK") };
}
