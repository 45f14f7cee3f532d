import { remindsOn } from "#shared/domain/circumstances.ts";
import { log } from "#shared/http/log.ts";
import { remind } from "#shared/store/announcements.ts";
import { conferenceIds, loadConference } from "#shared/store/conferences.ts";
import type { Table } from "#shared/store/table.ts";

/** The day at a place, `YYYY-MM-DD`. */
const dayAt = (timeZone: string, now: number) =>
  new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);

/** Reminds those who are expected at a conference that is about to begin, once. */
export async function remindWhereDue(table: Table, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  for (const conferenceId of await conferenceIds(table, at.slice(0, 10))) {
    const conference = await loadConference(table, conferenceId);
    if (!remindsOn(conference, dayAt(conference.timeZone, now))) continue;
    if (await remind(table, conference, at)) log("mail.reminding", { conferenceId });
  }
}
