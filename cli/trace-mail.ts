import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { openOperatorTable } from "./target.ts";
import { traceEmails } from "./trace-mail/describe-emails.ts";

/**
 * Answers why a person received no email: each email to a registration, its tries and the answer of SES. It prints no
 * address. Exits with 1 if an email did not arrive. Works on the running local system, or with `--table`.
 */
await runCommand(
  {
    usage: "trace-mail -- --registration ID [--table NAME]",
    options: {
      registration: { type: "string", help: "the identifier of the registration, from the address of its page" },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the running local system",
      },
    },
  },
  async ({ values: { registration, table } }) => {
    if (!registration) throw new UsageError("--registration is missing.");
    const { lines, hasProblem } = await traceEmails(await openOperatorTable(table), registration);
    printLines(lines);
    return hasProblem ? 1 : 0;
  },
);
