import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

export interface CliRun {
  /** What the command prints, the errors last. */
  readonly printed: string;
  readonly code: number;
}

/** Another user of the machine, who may write nothing of this one's. Only root can run a program as another user. */
export const otherUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Runs a command of `cli/` as `npm run` does.
 * @param user who runs it; by default the user of the test
 * @param cwd the current folder of the command
 */
export function runCli(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  user: typeof otherUser = {},
  cwd = process.cwd(),
): Promise<CliRun> {
  const env = { ...process.env, ...environment };
  return promisify(execFile)(process.execPath, [path.resolve(`cli/${name}.ts`), ...args], { env, cwd, ...user }).then(
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
