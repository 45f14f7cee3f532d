import { startSystem } from "../../../local/system.ts";
import { getAssembly } from "../../support/template.ts";

/** Runs a system as `npm start` does, from the app that this test run has already synthesized. */
const { PALAIS_HOME: home = "", PALAIS_PORT: port } = process.env;

const system = await startSystem({ home, port: Number(port), ...getAssembly() });
process.once("SIGTERM", () => void system.stop().then(() => process.exit(0)));
