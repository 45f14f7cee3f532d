import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildFunctions } from "../../infra/functions/bundle.ts";
import { asksAuthorizer, type FunctionName, isOriginVerified, permissions } from "../../infra/functions/permissions.ts";
import { SourcePositions } from "../../local/functions/function-log.ts";

const folder = mkdtempSync(path.join(tmpdir(), "palais-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const maps = path.join(folder, "maps");
const outputs = Object.entries(buildFunctions(folder, { maps }));
type Output = (typeof outputs)[number][1];

const nameOf = (output: string) => path.basename(path.dirname(output));
const outputsOf = (name: string) => outputs.filter(([output]) => nameOf(output) === name);

/** The parts that are loaded before the first request: the first, and what it imports, but for what it asks for later. */
function partsAtStart(name: string): Output[] {
  const parts = new Map(outputsOf(name));
  const wanted = new Set(
    [...parts].filter(([, { entryPoint }]) => entryPoint === `functions/${name}/index.ts`).map(([key]) => key),
  );
  for (const key of wanted) {
    const found =
      parts.get(key)?.imports.filter(({ kind, external }) => kind === "import-statement" && !external) ?? [];
    for (const each of found) wanted.add(each.path);
  }
  return [...wanted].flatMap((key) => parts.get(key) ?? []);
}

/** The services whose clients are among these parts. */
const clientsIn = (parts: readonly Output[]) =>
  [
    ...new Set(
      parts
        .flatMap(({ inputs }) => Object.keys(inputs))
        .flatMap((input) => /@aws-sdk\/client-([\w-]+)\//.exec(input)?.[1] ?? []),
    ),
  ].toSorted();

/** The client that each kind of permission is used by. */
const clients: Readonly<Record<string, string>> = {
  table: "dynamodb",
  query: "dynamodb",
  badgeKey: "kms",
  signInKey: "kms",
  passportKey: "kms",
  email: "ses",
  emailQuota: "ses",
  emailDlq: "sqs",
  accounts: "cognito-identity-provider",
  inspection: "lambda",
  consumers: "lambda",
  quarantine: "s3",
  checked: "s3",
  participantLists: "s3",
  madeFiles: "s3",
  publicFiles: "s3",
  bucket: "s3",
};

const all = Object.keys(permissions) as FunctionName[];

test.each(all)("%s carries the clients of what it may do, and no other", (name) => {
  const wanted = new Set([
    ...Object.keys(permissions[name]).map((kind) => clients[kind]),
    ...(isOriginVerified(name) ? ["secrets-manager"] : []),
    ...(asksAuthorizer(name) ? ["lambda"] : []),
  ]);
  expect(clientsIn(outputsOf(name).map(([, output]) => output))).toEqual([...wanted].toSorted());
});

/** The single requests to the table that a function's code contains, by the names in the client's schemas. */
function listTableRequests(name: FunctionName): string[] {
  const requests = ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"];
  const texts = outputsOf(name)
    .map(([output]) => path.resolve(output))
    .map((file) => readFileSync(file, "utf8"));
  return requests.filter((request) => texts.some((text) => text.includes(`"${request}"`)));
}

test("each function may send every request to the table that its code contains", () => {
  const missing = all.flatMap((name) => {
    const { table = [], query = [] } = permissions[name] as { readonly [kind: string]: readonly string[] };
    const allowed = [...table, ...(query.length > 0 ? ["Query"] : [])];
    return listTableRequests(name)
      .filter((request) => !allowed.includes(request))
      .map((request) => [name, request]);
  });
  expect(missing).toEqual([]);
  expect(listTableRequests("import")).toContain("BatchGetItem");
});

/** Where a text stands in a file, as a stack trace would name it; its lines and columns begin at 1. */
function positionOf(text: string, file: string): string {
  const before = readFileSync(file, "utf8").split(text)[0]?.split("\n") ?? [];
  return `file:///var/task/${path.basename(file)}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe("the source maps", () => {
  const literal = '"request.failed"';

  test("lead from a position in a bundle to the line of the source", () => {
    const [file = ""] = outputsOf("registration")
      .map(([output]) => path.resolve(output))
      .filter((each) => readFileSync(each, "utf8").includes(literal));
    const trace = `    at Xe (${positionOf(literal, file)})`;
    const resolved = new SourcePositions(path.join(maps, "registration")).resolve(trace);
    const [, source = "", line = ""] = /at Xe \((shared\/\S+\.ts):(\d+):\d+\)$/.exec(resolved) ?? [];
    expect(readFileSync(source, "utf8").split("\n")[Number(line) - 1], resolved).toContain(literal);
  });

  test("are in no function's own folder, and no bundle names one", () => {
    for (const name of all) {
      expect(readdirSync(path.join(folder, name)).filter((file) => file.endsWith(".map"))).toEqual([]);
      expect(readdirSync(path.join(maps, name))).toContain("index.mjs.map");
      expect(readFileSync(path.join(folder, name, "index.mjs"), "utf8")).not.toContain("sourceMappingURL=index");
    }
  });
});

test("only document-inspect has the readers of hostile files", () => {
  const readers = /node_modules\/(?:@cantoo\/pdf-lib|@jsquash|read-excel-file|file-type|chardet|csv-parse)\//;
  const holders = outputs.filter(([, { inputs }]) => Object.keys(inputs).some((input) => readers.test(input)));
  expect(new Set(holders.map(([output]) => nameOf(output)))).toEqual(new Set(["document-inspect"]));
});

describe("the form's function", () => {
  const parts = partsAtStart("registration");

  // What is beside the registrations of a conference, and the contracts of stored records, are loaded later. Everything else
  // that the function has is in use.
  test("loads at most 395 KB before its first request", () => {
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(395_000);
  });

  test("loads the client of KMS with the first passport number, and words with the first refusal", () => {
    expect(clientsIn(parts)).toEqual(["dynamodb"]);
    expect(parts.flatMap(({ inputs }) => Object.keys(inputs)).filter((input) => input.startsWith("locales/"))).toEqual(
      [],
    );
  });
});
