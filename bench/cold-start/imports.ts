import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildFunctions } from "../../infra/bundle.ts";
import { type FunctionName, permissions } from "../../infra/permissions.ts";
import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, spread } from "../support/statistics.ts";

const names = Object.keys(permissions) as FunctionName[];
const kinds = ["empty", "bundled", "unbundled"] as const;
type Kind = (typeof kinds)[number];

/** The delegates' own functions: nobody should wait for them. */
const formLimit = 400;

/** Prints how long the import took, in ms. The process that does it has loaded nothing before. */
const stopwatch =
  "const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began); process.exit()";

/** Whatever a function's environment may ask for: none of it is used before a request. */
const environment = {
  TABLE: "palais",
  SITE_URL: "https://example.org",
  MAIL_FROM: "registration@example.org",
  CONFIGURATION_SET: "mails",
  BADGE_KEY: "arn:aws:kms:eu-central-1:000000000000:key/badge",
  LINK_KEY: "arn:aws:kms:eu-central-1:000000000000:key/link",
  DOCUMENTS: "documents",
  FONTS: "/opt/fonts",
  TOKEN_ISSUER: "https://example.org/pool",
  TOKEN_AUDIENCE: "client",
  OPERATOR_LINKS: "[]",
  PASSPORT_KEY: "arn:aws:kms:eu-central-1:000000000000:key/passport",
  GIVEN_UP_MAILS: "https://example.org/given-up",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
};

function importMs(file: string): number {
  const args = ["--input-type=module", "-e", stopwatch, file];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...environment } }));
}

/** Beside `node_modules`, so that what isn't bundled finds its packages. */
function build(): { folder: string; fileOf: (kind: Kind, name: string) => string } {
  mkdirSync(".palais", { recursive: true });
  const folder = mkdtempSync(join(process.cwd(), ".palais", "cold-start-"));
  buildFunctions(join(folder, "bundled"));
  buildFunctions(join(folder, "unbundled"), { packages: "external" });
  writeFileSync(join(folder, "empty.mjs"), "export const handler = async () => ({ statusCode: 204 });\n");
  const fileOf = (kind: Kind, name: string) =>
    kind === "empty" ? join(folder, "empty.mjs") : join(folder, kind, name, "index.mjs");
  return { folder, fileOf };
}

interface Imports {
  /** What is loaded before the first request; parts that a function asks for when it needs them come later. */
  readonly bytes: number;
  readonly compressed: number;
  readonly inAll: number;
  readonly ms: Record<Kind, number[]>;
}

/** The code of a function: the parts that its first one imports, and all. */
function partsOf(folder: string): { atStart: Buffer; inAll: number } {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
  const wanted = new Set(["index.mjs"]);
  for (const name of wanted) {
    const code = files.get(name)?.toString() ?? "";
    for (const [, part = ""] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) wanted.add(part);
  }
  const atStart = Buffer.concat([...wanted].map((name) => files.get(name) ?? Buffer.alloc(0)));
  return { atStart, inAll: [...files.values()].reduce((sum, { length }) => sum + length, 0) };
}

async function measure(results: Results, rounds: number): Promise<[FunctionName, Imports][]> {
  const { folder, fileOf } = build();
  try {
    const found = new Map(names.map((name) => [name, { empty: [], bundled: [], unbundled: [] } as Imports["ms"]]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of round % 2 === 1 ? names : names.toReversed()) {
        for (const kind of kinds) {
          const cell = `imports, round ${round}, ${name}, ${kind}`;
          found.get(name)?.[kind].push(await results.cell(cell, async () => importMs(fileOf(kind, name))));
        }
      }
    }
    return [...found].map(([name, ms]) => {
      const file = fileOf("bundled", name);
      const { atStart, inAll } = partsOf(dirname(file));
      return [name, { bytes: atStart.length, compressed: gzipSync(atStart).length, inAll, ms }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kilobytes = (bytes: number) => figures(bytes / 1_000);

export async function measureImports(results: Results, quick: boolean): Promise<Section> {
  const found = await measure(results, quick ? 3 : 15);
  const share = ({ ms }: Imports) => median(ms.bundled) / median(ms.unbundled);
  const slow = found.filter(([, imports]) => share(imports) > 0.5);
  const form = found.find(([name]) => name === "registration")?.[1].bytes ?? Number.NaN;
  return {
    title: "Cold start: what a function imports before its first request",
    notes: [
      "Each import in a new process of this Node, in turns; medians (ranges). Unbundled: our code as one module, its",
      "packages as they lie in node_modules. Empty: a handler that imports nothing. KB of 1,000 bytes.",
    ],
    head: ["", "KB", "compressed", "with later parts", "bundled (ms)", "unbundled (ms)", "empty (ms)", "share"],
    rows: found.map(([name, imports]) => [
      name,
      kilobytes(imports.bytes),
      kilobytes(imports.compressed),
      kilobytes(imports.inAll),
      spread(imports.ms.bundled),
      spread(imports.ms.unbundled),
      spread(imports.ms.empty),
      share(imports).toFixed(2),
    ]),
    verdicts: [
      target(
        `a bundle is imported in at most half the time of what isn't bundled${slow.length > 0 ? ` (not ${slow.map(([name]) => name).join(", ")})` : ""}`,
        slow.length === 0,
      ),
      target(`the form's function loads ${kilobytes(form)} KB (at most ${formLimit})`, form <= formLimit * 1_000),
    ],
  };
}
