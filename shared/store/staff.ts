import { keys, staffDirectory } from "./keys.ts";
import { listAll, N, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** Somebody of the staff: the identifier that histories have, and the address by which colleagues know them. */
export interface StaffMember {
  readonly id: string;
  readonly email: string;
}

/** So long after they last signed in the address is kept, in s; then the identifier alone stands in histories. */
const rememberedFor = 400 * 86_400;

/** Remembers by what address somebody goes. @param now RFC 3339 */
export async function introduce(table: Table, { id, email }: StaffMember, now: string): Promise<void> {
  await update(table, keys.staff(id), {
    expression: "SET entity = :e, email = :email, expiresAt = :x",
    values: { ":e": S("staff"), ":email": S(email), ":x": N(Math.floor(Date.parse(now) / 1000) + rememberedFor) },
  });
}

/** Everybody who has introduced themselves; there are as many as a secretariat has people. */
export async function staffMembers(table: Table): Promise<StaffMember[]> {
  const rows = await Array.fromAsync(listAll(table, { partition: staffDirectory }));
  return rows.map((row) => ({ id: text(row, "SK"), email: text(row, "email") }));
}
