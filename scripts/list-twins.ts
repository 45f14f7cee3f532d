/** `npm run list-twins`: prints functions and types that share a name (twins.ts defines which). */
import { runCommand } from "../cli/command.ts";
import { findFunctionTwins, findTypeTwins, type Twins } from "./twins.ts";

function printTwins(title: string, twins: readonly Twins[]): void {
  console.log(`${title}: ${twins.length}`);
  for (const { name, places } of twins) console.log(`  ${name}: ${places.join(", ")}`);
}

await runCommand({ usage: "list-twins", options: {} }, async () => {
  printTwins("File-local functions whose name another file has too", findFunctionTwins());
  printTwins("Exported types that share a name", findTypeTwins());
  return 0;
});
