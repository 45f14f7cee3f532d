import { endAllSessions, endSessions, toStaffOwner } from "#shared/auth/sessions.repository.ts";
import { listStaffDirectory } from "#shared/auth/staff.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { runCommand, UsageError } from "./command.ts";
import { openOperatorTable } from "./target.ts";

/** The identifier of a user in Cognito. One of no user can't be told from one who never opened the console. */
const subPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ends all sessions of a member of staff, or with `--all` those of all staff, delegates and focal points. `--id` is
 * Cognito's identifier, for a user who was deleted or has never opened the console. Works on the running local system,
 * or with `--table` and the usual AWS credentials on a deployed one.
 */
await runCommand(
  {
    usage: "sign-out -- (--email ADDRESS | --id ID | --all) [--table NAME]",
    options: {
      email: { type: "string", help: "the address of the member of staff" },
      id: {
        type: "string",
        help: "Cognito's identifier (sub), for a user who was deleted or has never opened the console",
      },
      all: { type: "boolean", help: "all sessions of all users" },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the running local system",
      },
    },
  },
  async ({ values: { email, id, all, table: name } }) => {
    if ([email, id, all].filter(Boolean).length !== 1) throw new UsageError("Give one of --email, --id and --all.");
    if (id !== undefined && !subPattern.test(id))
      throw new UsageError("--id is no identifier of Cognito: the sub of a user is a UUID.");
    const table = await openOperatorTable(name);
    const now = Date.now();
    if (all) await endAllSessions(table, now);
    else {
      const ids = id ? [id] : await findStaffIds(table, email ?? "");
      await Promise.all(ids.map((each) => endSessions(table, toStaffOwner(each), now)));
    }
    process.stdout.write(`All sessions${all ? " of all users" : ""} until now are ended.\n`);
    return 0;
  },
);

/** A user who was created again may have the address of a former one. @throws Error for an unknown address */
async function findStaffIds(table: Table, address: string): Promise<string[]> {
  const members = (await listStaffDirectory(table)).filter(({ email }) => foldAddress(email) === foldAddress(address));
  if (members.length === 0)
    throw new Error("No member of staff has this address. Give the user's sub of Cognito: --id SUB.");
  return members.map(({ id }) => id);
}
