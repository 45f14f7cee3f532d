import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The arguments of a command. */
interface CommandArguments<T extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>["values"];
  readonly positionals: readonly string[];
}

/** Wrong arguments. The command prints the message and its usage. */
export class UsageError extends Error {}

/**
 * Runs an operator's command and ends the process. The exit code is that of `run`, or 2 after an error, which is
 * printed in one line. `--help` prints the usage.
 * @param usage the command line after `npm run `
 * @param run returns the exit code.
 * @throws UsageError for wrong arguments
 * @param positionalCount the number of arguments that are no options
 */
export async function runCommand<T extends Options>(
  usage: string,
  options: T,
  run: (args: CommandArguments<T>) => Promise<number>,
  positionalCount = 0,
): Promise<never> {
  if (process.argv.includes("--help")) {
    process.stdout.write(`Usage: npm run ${usage}\n`);
    process.exit(0);
  }
  try {
    process.exit(await run(parseArguments(options, positionalCount)));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(error instanceof UsageError ? `${message} Usage: npm run ${usage}\n` : `${message}\n`);
    process.exit(2);
  }
}

function parseArguments<T extends Options>(options: T, positionalCount: number): CommandArguments<T> {
  try {
    const args = parseArgs({ options, allowPositionals: true });
    if (args.positionals.length !== positionalCount)
      throw new Error(`Expected ${positionalCount} argument(s) that are no options`);
    return args;
  } catch (error) {
    // The first sentence names the option; the others explain the parser.
    const [fault] = (error instanceof Error ? error.message : "").split(/[.\n]/);
    throw new UsageError(`${fault}.`);
  }
}
