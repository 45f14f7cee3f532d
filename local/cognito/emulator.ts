import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { answers, Child, type House } from "../child.ts";
import { writeJson } from "../home.ts";
import { loopback } from "../ports.ts";

// Not import.meta.resolve, which a test runner's modules don't have.
const require = createRequire(import.meta.url);

/**
 * Cognito, with its state in the home. Only the server before it is told its port; its tokens name that server's address
 * as their issuer, and their keys are found there. It signs with a key that everybody knows: a token of it must never be
 * believed outside this machine.
 */
export async function cognitoEmulator(port: number, issuer: string, house: House): Promise<Child> {
  const settings = path.join(house.home.cognito, ".cognito", "config.json");
  await mkdir(path.dirname(settings), { recursive: true });
  await writeJson(settings, { TokenConfig: { IssuerDomain: issuer } });
  return new Child(
    {
      name: "cognito",
      command: process.execPath,
      args: [require.resolve("cognito-local/lib/bin/start.js")],
      cwd: house.home.cognito,
      environment: { HOST: loopback, PORT: String(port) },
      isReady: () => answers(`http://${loopback}:${port}/health`),
    },
    house,
  );
}
