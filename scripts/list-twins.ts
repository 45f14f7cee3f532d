/** `npm run list-twins`: prints functions and types that share a name (twins.ts defines which). */
import { findFunctionTwins, findTypeTwins, type Twins } from "./twins.ts";

function printTwins(title: string, twins: readonly Twins[]): void {
  console.log(`${title}: ${twins.length}`);
  for (const { name, places } of twins) console.log(`  ${name}: ${places.join(", ")}`);
}

printTwins("File-local functions whose name another file has too", findFunctionTwins());
printTwins("Exported types that share a name", findTypeTwins());
