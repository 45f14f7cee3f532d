import { restoreLocalBackup } from "../../../cli/backup/copy.ts";
import { getAssembly } from "../../support/template.ts";

/** Restores as `npm run restore` does, from the app that this test run has already synthesized. */
const [folder = "", file = ""] = process.argv.slice(2);
await restoreLocalBackup({ folder, ...getAssembly() }, file);
process.exit(0);
