import { endAllSessions, endSessions, toStaffOwner } from "#shared/auth/sessions.repository.ts";
import { listStaffDirectory } from "#shared/auth/staff.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { openOperatorTable } from "./target.ts";

/** The identifier of a user in Cognito. One of no user can't be told from one who never opened the console. */
const subPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ends all sessions of a member of staff, or with `--all` those of all staff, delegates and focal points. The address
 * finds everyone who has opened the console with it; `--id` is Cognito's identifier, for a user who has not, or who was
 * deleted. Works on the running local system, or with `--table` and the usual AWS credentials on a deployed one.
 */
await runCommand(
  {
    usage: "sign-out -- (--email ADDRESS | --id ID | --all) [--table NAME]",
    options: {
      email: { type: "string", help: "the address with which the member of staff opens the console" },
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
    if (all) {
      await endAllSessions(table, now);
      printLines(["All sessions of all users until now are ended."]);
      return 0;
    }
    const ids = id === undefined ? await findStaffIds(table, email ?? "") : [id];
    await Promise.all(ids.map((each) => endSessions(table, toStaffOwner(each), now)));
    printLines([describeEnded(ids, email)]);
    return 0;
  },
);

function describeEnded(ids: readonly string[], email: string | undefined): string {
  const users = ids.length === 1 ? "user" : "users";
  const address = email === undefined ? "" : ` with the address ${email}`;
  return (
    `All sessions of the ${users} ${ids.join(", ")}${address} until now are ended. ` +
    "A user who is not disabled in Cognito can sign in again."
  );
}

/** A user who was created again may have the address of a former one. @throws Error for an unknown address */
async function findStaffIds(table: Table, address: string): Promise<string[]> {
  const members = (await listStaffDirectory(table)).filter(({ email }) => foldAddress(email) === foldAddress(address));
  if (members.length === 0)
    throw new Error(
      `No session was ended: no one has opened the console with the address ${address}. If the user has another ` +
        "address now, or was deleted, give the sub of the user in Cognito: --id SUB.",
    );
  return members.map(({ id }) => id);
}
