import { createRequire } from "node:module";
import { answers, Child, type House } from "../child.ts";
import { loopback } from "../ports.ts";

// Not import.meta.resolve, which a test runner's modules don't have.
const require = createRequire(import.meta.url);

/** SES with a mailbox page. It keeps its mails in memory, so `afterStart` gives it those that were kept. */
export function mailEmulator(port: number, house: House, afterStart: () => Promise<void>): Child {
  return new Child(
    {
      name: "mailbox",
      command: process.execPath,
      args: [require.resolve("aws-ses-v2-local/dist/cli.js"), "--host", loopback, "--port", String(port)],
      isReady: () => answers(`http://${loopback}:${port}/health-check`),
      afterStart,
    },
    house,
  );
}
