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

/** From now on the tokens of this sign-in open nothing. @param now in ms */
export async function endStaffSession(table: Table, session: StaffSession, now: number): Promise<void> {
  await update(table, keyOfEnd(session), {
    expression: "SET entity = :e, endedAt = :now, expiresAt = :x",
    values: { ":e": S("ended-session"), ":now": N(now), ":x": N(Math.floor(now / 1_000) + rememberedFor) },
  });
}

/** From now on no token of a sign-in until now opens anything, whoever has it. @param now in ms */
export async function endAllStaffSessions(table: Table, id: string, now: number): Promise<void> {
  await update(table, keys.staff(id), {
    expression: "SET endedUntil = :now",
    values: { ":now": N(Math.floor(now / 1_000)) },
  });
}

/** Whether a sign-in was ended, by itself or with all others. */
export async function isStaffSessionOver(table: Table, session: StaffSession): Promise<boolean> {
  const [one, all] = [keyOfEnd(session), keys.staff(session.id)];
  const items = await getItems(table, [one, all]);
  return items.some(
    ({ PK, endedUntil }) => PK?.S === one.PK || (PK?.S === all.PK && Number(endedUntil?.N ?? 0) >= session.since),
  );
}
