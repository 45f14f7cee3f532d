import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface CliRun {
  /** What the command prints, the errors last. */
  readonly printed: string;
  readonly code: number;
}

/** Runs a command of `cli/` as `npm run` does. */
export function runCli(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const env = { ...process.env, ...environment };
  return promisify(execFile)(process.execPath, [`cli/${name}.ts`, ...args], { env }).then(
    ({ stdout, stderr }) => ({ printed: stdout + stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stdout + stderr, code }),
  );
}

/** The credentials that every emulator accepts, and a region. */
export const localAws = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "eu-central-1",
};
