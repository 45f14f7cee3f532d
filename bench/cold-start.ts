import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildFunctions } from "../infra/functions/bundle.ts";
import { type FunctionName, permissions } from "../infra/functions/permissions.ts";
import type { Results } from "./support/results.ts";
import { formatNumber, formatSpread, median, sum } from "./support/statistics.ts";
import { type Section, type Suite, target } from "./support/suite.ts";

/** What a function imports before its first request (docs/operations.md). */
export const suite: Suite = { imports: measureImports };

const names = Object.keys(permissions) as FunctionName[];
const kinds = ["empty", "bundled", "unbundled"] as const;
type Kind = (typeof kinds)[number];

/** Prints how long the import took, in ms. The process has loaded nothing before. */
const stopwatch =
  "const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began); process.exit()";

/** The variables that functions require. None is used before a request. */
const environment = {
  TABLE_NAME: "palais",
  SITE_URL: "https://example.org",
  EMAIL_FROM: "registration@example.org",
  SES_CONFIGURATION_SET: "emails",
  BADGE_KEY_ARNS: "arn:aws:kms:eu-central-1:000000000000:key/badge",
  SIGN_IN_KEY_ARN: "arn:aws:kms:eu-central-1:000000000000:key/link",
  DOCUMENTS_BUCKET: "documents",
  FONTS_DIR: "/opt/fonts",
  INSPECT_FUNCTION: "inspect",
  AUTHORIZER_FUNCTION: "authorizer",
  TOKEN_ISSUER: "https://example.org/pool",
  TOKEN_AUDIENCE: "client",
  OPERATOR_LINKS: "[]",
  PASSPORT_KEY_ARN: "arn:aws:kms:eu-central-1:000000000000:key/passport",
  EMAIL_DLQ_URL: "https://example.org/email-dlq",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
};

function measureImport(file: string): number {
  const args = ["--input-type=module", "-e", stopwatch, file];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...environment } }));
}

/** Builds beside `node_modules`, so that unbundled functions find their packages. */
function build(): { folder: string; getFile: (kind: Kind, name: string) => string } {
  mkdirSync(".palais", { recursive: true });
  const folder = mkdtempSync(join(process.cwd(), ".palais", "cold-start-"));
  buildFunctions(join(folder, "bundled"));
  buildFunctions(join(folder, "unbundled"), { packages: "external" });
  writeFileSync(join(folder, "empty.mjs"), "export const handler = async () => ({ statusCode: 204 });\n");
  const getFile = (kind: Kind, name: string) =>
    kind === "empty" ? join(folder, "empty.mjs") : join(folder, kind, name, "index.mjs");
  return { folder, getFile };
}

interface Imports {
  /** The code that is loaded before the first request. */
  readonly bytes: number;
  readonly compressed: number;
  /** With the parts that the function loads later. */
  readonly bytesInAll: number;
  readonly ms: Record<Kind, number[]>;
}

/** Reads the code of a function: the modules that its entry imports statically, and the size of all. */
function readCode(folder: string): { atStart: Buffer; bytesInAll: number } {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
  const imported = new Set(["index.mjs"]);
  for (const name of imported) {
    const code = files.get(name)?.toString() ?? "";
    for (const [, part = ""] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) imported.add(part);
  }
  const atStart = Buffer.concat([...imported].map((name) => files.get(name) ?? Buffer.alloc(0)));
  return { atStart, bytesInAll: sum([...files.values()].map(({ length }) => length)) };
}

async function measure(results: Results, rounds: number): Promise<[FunctionName, Imports][]> {
  const { folder, getFile } = build();
  try {
    const found = new Map(names.map((name) => [name, { empty: [], bundled: [], unbundled: [] } as Imports["ms"]]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of round % 2 === 1 ? names : names.toReversed()) {
        for (const kind of kinds) {
          const cell = `imports, round ${round}, ${name}, ${kind}`;
          found.get(name)?.[kind].push(await results.cell(cell, async () => measureImport(getFile(kind, name))));
        }
      }
    }
    return [...found].map(([name, ms]) => {
      const file = getFile("bundled", name);
      const { atStart, bytesInAll } = readCode(dirname(file));
      return [name, { bytes: atStart.length, compressed: gzipSync(atStart).length, bytesInAll, ms }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const formatKilobytes = (bytes: number) => formatNumber(bytes / 1_000);

async function measureImports(results: Results, quick: boolean): Promise<Section> {
  const found = await measure(results, quick ? 3 : 15);
  // The form's function in KB: every delegate waits for it.
  const formLimit = 400;
  const share = ({ ms }: Imports) => median(ms.bundled) / median(ms.unbundled);
  const slow = found.filter(([, imports]) => share(imports) > 0.5);
  const form = found.find(([name]) => name === "registration")?.[1].bytes ?? Number.NaN;
  return {
    title: "Cold start: what a function imports before its first request",
    notes: [
      "Each import in a new process of this Node, in alternating order; medians (ranges). Unbundled: Palais's code as one module, its",
      "packages as they are in node_modules. Empty: a handler that imports nothing. KB of 1,000 bytes.",
    ],
    head: ["", "KB", "compressed", "with later parts", "bundled (ms)", "unbundled (ms)", "empty (ms)", "share"],
    rows: found.map(([name, imports]) => [
      name,
      formatKilobytes(imports.bytes),
      formatKilobytes(imports.compressed),
      formatKilobytes(imports.bytesInAll),
      formatSpread(imports.ms.bundled),
      formatSpread(imports.ms.unbundled),
      formatSpread(imports.ms.empty),
      share(imports).toFixed(2),
    ]),
    verdicts: [
      target(
        `a bundle is imported in at most half the time of unbundled code${slow.length > 0 ? ` (not ${slow.map(([name]) => name).join(", ")})` : ""}`,
        slow.length === 0,
      ),
      target(`the form's function loads ${formatKilobytes(form)} KB (at most ${formLimit})`, form <= formLimit * 1_000),
    ],
  };
}
