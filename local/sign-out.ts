import { parseArgs } from "node:util";
import { staffMembers } from "#shared/store/staff.ts";
import { endAllStaffSessions } from "#shared/store/staff-sessions.ts";
import type { Table } from "#shared/store/table.ts";
import { operatorTable } from "./operator-table.ts";

/**
 * `npm run sign-out -- --email ADDRESS [--table NAME]`: ends every sign-in of a member of staff until now, wherever they are
 * signed in; from the next call on it opens nothing. `--id` names somebody by Cognito's identifier, who never opened the
 * console. Works on the running local system, or, with `--table` and the usual AWS credentials, on a deployed one.
 */
const options = { email: { type: "string" }, id: { type: "string" }, table: { type: "string" } } as const;
const { values } = parseArgs({ options });

/** @throws Error for an address that nobody of the staff goes by */
async function idOf(table: Table): Promise<string> {
  if (values.id) return values.id;
  const wanted = values.email?.toLowerCase();
  const found = (await staffMembers(table)).find(({ email }) => email.toLowerCase() === wanted);
  if (!found) throw new Error("Nobody of the staff is known by that address; name them by --id (Cognito's `sub`).");
  return found.id;
}

try {
  if (!values.email && !values.id) throw new Error("Whose? npm run sign-out -- --email ADDRESS");
  const table = operatorTable(values.table);
  await endAllStaffSessions(table, await idOf(table), Date.now());
  process.stdout.write("Every sign-in until now is over.\n");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "Nothing was ended."}\n`);
  process.exitCode = 2;
}
