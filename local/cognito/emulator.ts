import { createRequire } from "node:module";
import { answers, Child, type House } from "../child.ts";
import { loopback } from "../ports.ts";

// Not import.meta.resolve, which a test runner's modules don't have.
const require = createRequire(import.meta.url);

/**
 * Cognito, with its state in the home. Its tokens name the address at which it listens as their issuer, and their keys
 * are found there. It signs with a key that everybody knows: a token of it must never be believed outside this machine.
 */
export function cognitoEmulator(port: number, house: House): Child {
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
