import { rm } from "node:fs/promises";
import path from "node:path";
import { spawnGuarded } from "./process-guard.ts";
import { StartError } from "./start-error.ts";

const root = path.resolve(import.meta.dirname, "..");

/**
 * Runs the CDK app, as a deployment would, and leaves what it makes in `outdir`.
 * @throws StartError with what the app said, when it fails
 */
export async function synthesise(outdir: string, app = path.join(root, "infra", "app.ts")): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  const child = spawnGuarded(process.execPath, [app], {
    cwd: path.resolve(path.dirname(app), ".."),
    env: { ...process.env, CDK_OUTDIR: outdir },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new StartError(`The CDK app (${app}) can't be synthesised:\n\n${said.slice(0, 4_000)}`);
}
