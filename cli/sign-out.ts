import { endAllStaffSessions, listStaffDirectory } from "#shared/auth/staff.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { runCommand, UsageError } from "./command.ts";
import { openOperatorTable } from "./target.ts";

/**
 * Ends all sessions of a member of staff. `--id` is Cognito's identifier, for a user who has never opened the console.
 * Works on the running local system, or with `--table` and the usual AWS credentials on a deployed one.
 */
await runCommand(
  "sign-out -- --email ADDRESS | --id ID [--table NAME]",
  { email: { type: "string" }, id: { type: "string" }, table: { type: "string" } },
  async ({ values: { email, id, table: name } }) => {
    if (!email && !id) throw new UsageError("--email is missing.");
    const table = openOperatorTable(name);
    await endAllStaffSessions(table, id || (await findStaffId(table, email ?? "")), Date.now());
    process.stdout.write("All sessions until now are ended.\n");
    return 0;
  },
);

/** @throws Error for an unknown address */
async function findStaffId(table: Table, address: string): Promise<string> {
  const member = (await listStaffDirectory(table)).find(({ email }) => foldAddress(email) === foldAddress(address));
  if (!member) throw new Error("No member of staff is known by that address. Use --id (Cognito's `sub`).");
  return member.id;
}
