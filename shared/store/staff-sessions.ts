import { digestOf } from "./ids.ts";
import { keys } from "./keys.ts";
import { getItems, N, S, type Table } from "./table.ts";
import { update } from "./update.ts";

/** One sign-in of a member of staff, as their tokens name it. */
export interface StaffSession {
  readonly id: string;
  /** One for all tokens of the sign-in. */
  readonly session: string;
  /** When they signed in, in s since 1970. */
  readonly since: number;
}

/** So long it is remembered that a sign-in was ended, in s: its tokens are renewed for a day at most, and last an hour. */
const rememberedFor = 26 * 3_600;

const keyOfEnd = ({ session }: StaffSession) => keys.endedSession(digestOf(session));

const forgottenAt = (now: number) => N(Math.floor(now / 1_000) + rememberedFor);

/** From now on the tokens of this sign-in open nothing. @param now in ms */
export async function endStaffSession(table: Table, session: StaffSession, now: number): Promise<void> {
  await update(table, keyOfEnd(session), {
    expression: "SET entity = :e, expiresAt = :x",
    values: { ":e": S("ended-session"), ":x": forgottenAt(now) },
  });
}

/** From now on no token of a sign-in until now opens anything, whoever has it. @param now in ms */
export async function endAllStaffSessions(table: Table, id: string, now: number): Promise<void> {
  await update(table, keys.endedSessions(id), {
    expression: "SET entity = :e, endedUntil = :now, expiresAt = :x",
    values: { ":e": S("ended-sessions"), ":now": N(Math.floor(now / 1_000)), ":x": forgottenAt(now) },
  });
}

/** Whether a sign-in was ended, by itself or with all others. */
export async function isStaffSessionOver(table: Table, session: StaffSession): Promise<boolean> {
  const ends = await getItems(table, [keyOfEnd(session), keys.endedSessions(session.id)]);
  return ends.some(({ endedUntil }) => endedUntil === undefined || Number(endedUntil.N) >= session.since);
}
