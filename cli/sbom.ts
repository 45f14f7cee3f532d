import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { repositoryRoot } from "../infra/build-paths.ts";
import { runCommand } from "./command.ts";

/** Bytes of output that npm may print. */
const maxBuffer = 64 * 1_048_576;

/**
 * Writes the software bill of materials, CycloneDX in JSON, into a file: npm prints a banner before the output of every
 * script, which would not be JSON.
 */
await runCommand(
  {
    usage: "sbom -- [--to FILE]",
    options: { to: { type: "string", default: "sbom.json", help: "the file to write (sbom.json)" } },
  },
  async ({ values: { to } }) => {
    const args = ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"];
    const { stdout } = await promisify(execFile)("npm", args, { cwd: repositoryRoot, maxBuffer });
    const { components } = JSON.parse(stdout) as { readonly components: readonly unknown[] };
    await writeFile(to, stdout);
    process.stdout.write(`${components.length} components are in ${to}\n`);
    return 0;
  },
);
