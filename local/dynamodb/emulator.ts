import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { answers, Child, type House } from "../child.ts";
import { loopback } from "../ports.ts";
import { StartError } from "../start-error.ts";

/** The binary of the packaged emulator; npm installs it where it runs, which is on Linux with an x64 processor. */
function findBinary(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json");
    const binary = path.join(path.dirname(manifest), "dynoxide");
    if (existsSync(binary)) return binary;
  } catch {
    // Not installed: said below, with the way out.
  }
  throw new StartError(
    "There is no DynamoDB to run: the packaged one (@dynoxide/linux-x64) is for Linux on x64 only. Start another, such as " +
      "DynamoDB Local (or npx dynoxide serve --port 8000), and name it: DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start",
  );
}

/** The database of this system, a process of its own on a file that survives it. */
export function databaseEmulator(port: number, house: House): Child {
  const endpoint = `http://${loopback}:${port}`;
  return new Child(
    {
      name: "database",
      command: findBinary(),
      args: ["serve", "--host", loopback, "--port", String(port), "--db-path", house.home.database],
      isReady: () => answers(endpoint),
    },
    house,
  );
}
