import { type JournalEntry, type JournalRegistration, journalEntryOf } from "#shared/commands/journal.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { keys } from "./keys.ts";
import { getItem, type Table } from "./table.ts";

/** What one change did to one registration. */
export interface Chapter {
  readonly entry: JournalEntry;
  readonly step: JournalRegistration;
  /** Whether the change was about somebody else, whose place this person took. */
  readonly movedUp: boolean;
}

/**
 * A registration's changes, the latest first, by walking back along the journal.
 * @param from the change to begin at, as the last page answered it
 * @throws Refusal `bad-cursor` for a change that isn't one of this registration's
 */
export async function readHistory(
  table: Table,
  { registrationId, lastChange }: Registration,
  from: string | undefined,
  limit: number,
): Promise<{ chapters: Chapter[]; next: string | null }> {
  const chapters: Chapter[] = [];
  let changeId = from ?? lastChange;
  while (changeId !== undefined && chapters.length < limit) {
    const item = await getItem(table, keys.journal(changeId));
    const entry = item && journalEntryOf(item);
    const index = entry ? entry.registrations.findIndex((step) => step.registrationId === registrationId) : -1;
    const step = entry?.registrations[index];
    if (!entry || !step) throw new Refusal("bad-cursor");
    chapters.push({ entry, step, movedUp: index > 0 && isMovedUp(step) });
    changeId = step.previous;
  }
  return { chapters, next: changeId ?? null };
}

/** A delegation's reserve moves up in the change that frees the seat (shared/domain/succession.ts). */
const isMovedUp = ({ accreditation: [was, is], seat: [had, has] }: JournalRegistration): boolean =>
  was === is && had === "waiting" && has !== "waiting";
