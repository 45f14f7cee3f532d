import { readFile } from "node:fs/promises";
import { loadDemo } from "./demo/load-demo.ts";
import { toHome } from "./home.ts";
import type { SystemDescription } from "./system.ts";

/**
 * `npm run demo`: gives the conferences of the seeds in the running local system their pages, logos, questions, speakers
 * and programmes, through the public API. PALAIS_HOME is the folder of the system (`.palais`).
 */
const { descriptionFile } = toHome(process.env["PALAIS_HOME"] ?? ".palais");

try {
  const text = await readFile(descriptionFile, "utf8").catch(() => undefined);
  if (text === undefined)
    throw new Error("The system is not running. Start it with npm start, then run npm run demo again.");
  const { api, users } = JSON.parse(text) as SystemDescription;
  const idToken = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  const written = await loadDemo({ api, idToken });
  process.stdout.write(written.length > 0 ? `${written.join("\n")}\n` : "Everything is loaded already.\n");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
