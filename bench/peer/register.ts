import type { Pool, QueryConfig } from "pg";

/** What is written for one submission. */
export interface Submission {
  readonly conferenceId: string;
  readonly registrationId: string;
  readonly changeId: string;
  readonly addressDigest: string;
  readonly category: string;
  readonly at: string;
  readonly data: string;
  readonly journal: string;
}

export type Seat = "held" | "waiting" | "full";

/** How the cap is kept: by a lock on the venue's row, or by a condition on its update. */
export const forms = ["for-update", "conditional"] as const;
export type Form = (typeof forms)[number];

const values = (of: Submission, ...more: unknown[]) => [
  of.conferenceId,
  of.registrationId,
  of.changeId,
  of.addressDigest,
  of.category,
  of.at,
  of.data,
  of.journal,
  ...more,
];

/** The three rows of a registration, in one statement; `seat` is an expression, `when` says whether to write at all. */
const rows = (seat: string, when: string) => `
  guard AS (INSERT INTO person SELECT $1, $4, $2 WHERE ${when}),
  entry AS (
    INSERT INTO journal (change_id, conference_id, at, data, mail)
    SELECT $3, $1, $6::timestamptz, $8::jsonb, CASE ${seat} WHEN 'held' THEN 'received' ELSE 'waiting' END WHERE ${when}
  )
  INSERT INTO registration
  SELECT $2, $1, 1, 'pending', ${seat}, $5, $6::timestamptz, $3, $7::jsonb WHERE ${when}
  RETURNING seat`;

const conditional = `WITH
  place AS (UPDATE venue SET taken = taken + 1 WHERE conference_id = $1 AND taken < cap RETURNING 1),
  verdict AS (SELECT CASE WHEN EXISTS (SELECT FROM place) THEN 'held' WHEN $9::boolean THEN 'waiting' ELSE 'full' END AS seat),
  ${rows("(SELECT seat FROM verdict)", "(SELECT seat FROM verdict) <> 'full'")}`;

const seated = `WITH
  place AS (UPDATE venue SET taken = taken + 1 WHERE conference_id = $1),
  ${rows("'held'", "true")}`;

const inLine = `WITH ${rows("'waiting'", "true")}`;

const lock: Omit<QueryConfig, "values"> = {
  name: "lock",
  text: "SELECT cap, taken FROM venue WHERE conference_id = $1 FOR UPDATE",
};

/** One statement, which is one transaction: the strongest form, for the row's lock is held for one round trip. */
async function byCondition(pool: Pool, of: Submission, waitingList: boolean): Promise<Seat> {
  const query = { name: "conditional", text: conditional, values: values(of, waitingList) };
  const { rows } = await pool.query<{ seat: Seat }>(query);
  return rows[0]?.seat ?? "full";
}

/** The form of most handbooks: lock, look, write, commit. */
async function byLock(pool: Pool, of: Submission, waitingList: boolean): Promise<Seat> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ cap: number; taken: number }>({ ...lock, values: [of.conferenceId] });
    const isFree = rows[0] !== undefined && rows[0].taken < rows[0].cap;
    if (isFree) await client.query({ name: "seated", text: seated, values: values(of) });
    else if (waitingList) await client.query({ name: "in-line", text: inLine, values: values(of) });
    await client.query("COMMIT");
    return isFree ? "held" : waitingList ? "waiting" : "full";
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

export const register = { "for-update": byLock, conditional: byCondition } as const;

/** Where the room was full a moment ago the venue isn't touched. */
export async function joinLine(pool: Pool, of: Submission): Promise<Seat> {
  await pool.query({ name: "in-line", text: inLine, values: values(of) });
  return "waiting";
}
