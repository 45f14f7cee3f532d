import { constants } from "node:os";
import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";
import { DomainError } from "#shared/model/domain-error.ts";
import { onEndRequest } from "../local/process-guard.ts";
import { describeFault, toPrintable } from "./print.ts";

/** An option, and what `--help` says about it. */
type DescribedOption = ParseArgsOptionDescriptor & { readonly help: string };

type Options = Readonly<Record<string, DescribedOption>>;

/** How a command is called. */
export interface CommandUsage<T extends Options> {
  /** The command line after `npm run `. */
  readonly usage: string;
  readonly options: T;
  /** The variables of the environment that it reads, and what `--help` says about them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The number of arguments that are no options; none by default. */
  readonly positionalCount?: number | "any";
}

/** The arguments of a command. */
interface CommandArguments<T extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>["values"];
  readonly positionals: readonly string[];
}

/** Wrong arguments. The command prints the message and its usage. */
export class UsageError extends Error {}

/** A signal ended the command, which has removed what it had begun. */
class Interruption extends Error {
  /** As a shell reports a process that a signal has ended. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`Interrupted (${signal}).`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Within this time a further request to end is the same one. */
const repeatedRequestMs = 2_000;

/**
 * Runs work that removes what it has begun when a signal ends the process (SIGINT, SIGTERM, SIGHUP, or the end of
 * npm). The same request may arrive more than once, directly and through npm; one that comes two seconds later ends the
 * process at once.
 * @param work ends early once its signal is aborted
 */
export async function runInterruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let endedAt = 0;
  onEndRequest((name) => {
    const interruption = new Interruption(name);
    if (!ending.signal.aborted) endedAt = performance.now();
    else if (performance.now() - endedAt > repeatedRequestMs) process.exit(interruption.exitCode);
    ending.abort(interruption);
  });
  try {
    return await work(ending.signal);
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error;
  }
}

/** @throws the reason of the signal once it is aborted, without waiting for the work */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The exit codes of all commands, as `--help` explains them. */
const exitCodes = "Exit codes: 0 all is well, 1 the command found something that needs a person, 2 it could not run.";

/**
 * Runs a command of package.json and ends the process. The exit code is that of `run`, or 2 after an error, which is
 * printed in one line. `--help` prints the usage with every option.
 * @param run returns the exit code: 0, or 1 if it found something
 * @throws UsageError for wrong arguments
 */
export async function runCommand<T extends Options>(
  command: CommandUsage<T>,
  run: (args: CommandArguments<T>) => Promise<number>,
): Promise<never> {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(describeUsage(command));
    process.exit(0);
  }
  try {
    assertNothingSwallowed(command, args);
    process.exit(await run(parseArguments(command, args)));
  } catch (error) {
    const line = toPrintable(describeCommandError(error));
    process.stderr.write(error instanceof UsageError ? `${line} Usage: npm run ${command.usage}\n` : `${line}\n`);
    process.exit(error instanceof Interruption ? error.exitCode : 2);
  }
}

function describeUsage<T extends Options>({ usage, options, settings = {} }: CommandUsage<T>): string {
  const named = Object.entries(options).map(([name, { type, help }]) => {
    return [`--${name}${type === "string" ? " VALUE" : ""}`, help] as const;
  });
  const rows = [...named, ...Object.entries(settings)];
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`);
  return [`Usage: npm run ${usage}`, "", ...lines, ...(lines.length > 0 ? [""] : []), exitCodes, ""].join("\n");
}

/** The message of an error in one line. An error of the file system names the file. */
function describeCommandError(error: unknown): string {
  if (!(error instanceof Error)) return describeFault(error);
  const { code, path: file, syscall } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : systemErrors[code];
  if (reason !== undefined && file !== undefined) return `${file}: ${reason} (${syscall}).`;
  if (error instanceof DomainError) return domainErrors[error.code] ?? `The system refused it (${error.code}).`;
  const line = describeFault(error);
  if (line === "Region is missing" || line.startsWith("Region not accepted"))
    return "No AWS region. Set AWS_REGION, or AWS_PROFILE to a profile with a region.";
  if (error.name === "CredentialsProviderError") return `No AWS credentials (${line}). Sign in, or set AWS_PROFILE.`;
  if (notFoundErrors.has(error.name)) return `This account and region do not have it: ${line}`;
  if (code === "ECONNREFUSED")
    return "Nothing answers at the address (ECONNREFUSED). Start the local system: npm start.";
  return line;
}

/** The names of AWS's errors for a table, a function or a queue that does not exist. */
const notFoundErrors = new Set(["ResourceNotFoundException", "QueueDoesNotExist"]);

const domainErrors: Partial<Record<DomainError["code"], string>> = {
  "not-found": "There is no row with this identifier (not-found). Check its spelling.",
  "damaged-record": "The row with this identifier is damaged (damaged-record). See npm run verify-counters.",
  "unknown-conference": "There is no such conference (unknown-conference). Check its spelling.",
  "too-busy": "The database did not answer in time (too-busy). Check the network, and try again.",
};

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "this user may not read or write it",
  EPERM: "this user may not read or write it",
  EROFS: "its file system is read-only",
  ENOSPC: "the disk is full",
  EEXIST: "it exists already",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
};

/** What npm 11 sets for options that it takes for the beginning of its own, or for several of one letter. */
const npmAbbreviations: Readonly<Record<string, readonly string[]>> = {
  to: ["token-description"],
  head: ["heading"],
  plan: ["parseable", "long", "all"],
};

/**
 * npm keeps options before `--` for itself, in variables of the environment: the command would run without them.
 * @throws UsageError that names the first one
 */
function assertNothingSwallowed<T extends Options>({ usage, options }: CommandUsage<T>, args: readonly string[]): void {
  const isGiven = (name: string) => args.some((each) => each === `--${name}` || each.startsWith(`--${name}=`));
  const isSet = (name: string) => Boolean(process.env[`npm_config_${name.replaceAll("-", "_")}`]);
  const swallowed = Object.keys(options).find(
    (name) => !isGiven(name) && (isSet(name) || npmAbbreviations[name]?.every(isSet)),
  );
  if (swallowed === undefined) return;
  const [script] = usage.split(" ");
  throw new UsageError(
    `npm took --${swallowed} for itself, and nothing was done. Write -- before all options: ` +
      `npm run ${script} -- --${swallowed}.`,
  );
}

/**
 * An empty value is mostly a variable that a script has not set, and without it a command would work on the local system;
 * of an option that is given twice, one value would be ignored.
 * @throws Error that names the option
 */
function assertUnambiguous(options: Options, tokens: readonly OptionToken[]): void {
  const given = tokens.filter(({ kind }) => kind === "option");
  const empty = given.find(({ value }) => value === "");
  if (empty) throw new Error(`--${empty.name} is empty`);
  const counts = Map.groupBy(given, ({ name = "" }) => name);
  const [repeated] = [...counts].filter(([name, all]) => all.length > 1 && !options[name]?.multiple);
  if (repeated) throw new Error(`--${repeated[0]} is given more than once`);
}

/** A part of the command line, as `parseArgs` reads it. */
interface OptionToken {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | undefined;
}

function parseArguments<T extends Options>(
  { options, positionalCount = 0 }: CommandUsage<T>,
  given: readonly string[],
): CommandArguments<T> {
  try {
    const args = parseArgs({ args: [...given], options, allowPositionals: true, tokens: true });
    assertUnambiguous(options, args.tokens);
    if (positionalCount === "any") return args;
    const [unexpected] = args.positionals.slice(positionalCount);
    if (unexpected !== undefined) throw new Error(`Unexpected argument '${unexpected}'`);
    if (args.positionals.length < positionalCount) throw new Error("An argument is missing");
    return args;
  } catch (error) {
    // The first sentence names the option; the others explain the parser.
    const [fault] = (error instanceof Error ? error.message : "").split(/[.\n]/);
    throw new UsageError(`${fault}.`);
  }
}
