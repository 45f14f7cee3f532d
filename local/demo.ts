import { runCommand } from "../cli/command.ts";
import { loadLocalDescription } from "../cli/target.ts";
import { loadDemo } from "./demo/load-demo.ts";

/**
 * `npm run demo`: gives the conferences of the seeds in the running local system their pages, logos, questions, speakers
 * and programmes, through the public API. PALAIS_HOME is the folder of the system (`.palais`).
 */
await runCommand({ usage: "demo (the local system in PALAIS_HOME must run)", options: {} }, async () => {
  const { api, users } = loadLocalDescription();
  const idToken = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  const written = await loadDemo({ api, idToken });
  process.stdout.write(written.length > 0 ? `${written.join("\n")}\n` : "Everything is loaded already.\n");
  return 0;
});
