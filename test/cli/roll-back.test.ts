import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listen } from "../support/listen.ts";
import { localAws, runCli } from "./support/run-cli.ts";

interface PublishedVersion {
  readonly Version: string;
  readonly LastModified: string;
}

const at = (hour: number) => `2026-11-30T${String(hour).padStart(2, "0")}:00:00.000+0000`;
const publish = (...hours: readonly number[]): PublishedVersion[] =>
  hours.map((hour, index) => ({ Version: String(index + 1), LastModified: at(hour) }));

/** The published versions of each function. `email-outbox` has no alias, and the last function is of another stack. */
const versions: Readonly<Record<string, PublishedVersion[]>> = {
  "Palais-Registration": publish(1, 5, 9),
  "Palais-Badge": publish(1),
  "Palais-EmailOutbox": publish(),
  "PalaisTrial-Registration": publish(1, 9),
};
let live: Record<string, string>;
const updates: string[] = [];

/** Speaks as much of Lambda's API as the command needs, with one function or version a page. */
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request)).toString();
  const { pathname, searchParams } = new URL(request.url ?? "", "http://local");
  const [, , , name = "", kind, alias] = pathname.split("/");
  const marker = Number(searchParams.get("Marker") ?? 0);
  const toPage = (key: string, all: readonly object[]) => ({
    [key]: all.slice(marker, marker + 1),
    ...(marker + 1 < all.length && { NextMarker: String(marker + 1) }),
  });
  const answer = (value: object, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (name === "")
    return answer(
      toPage(
        "Functions",
        Object.keys(versions).map((FunctionName) => ({ FunctionName })),
      ),
    );
  if (kind === "versions") {
    const latest = { Version: "$LATEST", LastModified: at(23) };
    return answer(toPage("Versions", [latest, ...(versions[name] ?? [])]));
  }
  if (live[name] === undefined || alias !== "live") {
    response.setHeader("x-amzn-errortype", "ResourceNotFoundException");
    return answer({ Message: "no alias" }, 404);
  }
  if (request.method === "PUT") {
    live[name] = JSON.parse(body).FunctionVersion;
    updates.push(`${name} ${body}`);
  }
  return answer({ Name: alias, FunctionVersion: live[name] });
});
let endpoint: string;
beforeAll(async () => {
  ({ endpoint } = await listen(server));
});
afterAll(() => void server.close());
beforeEach(() => {
  live = { "Palais-Registration": "3", "Palais-Badge": "1", "PalaisTrial-Registration": "2" };
  updates.length = 0;
});

const rollBack = (...args: readonly string[]) =>
  runCli("roll-back", args, { ...localAws, AWS_ENDPOINT_URL_LAMBDA: endpoint });

test("each function answers with its newest version before that time, and a function that did not change stays", async () => {
  const { printed, code } = await rollBack("--to", "2026-11-30T08:00:00Z");
  expect(printed).toContain("Palais-Registration: 3 -> 2\n");
  expect(printed).toContain("1 of 2 functions are set back\n");
  expect(code).toBe(0);
  expect(live).toEqual({ "Palais-Registration": "2", "Palais-Badge": "1", "PalaisTrial-Registration": "2" });
  // A release that is in progress gives no share of the requests to the new version any more.
  expect(updates).toEqual([
    'Palais-Registration {"FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{}}}',
  ]);
});

test("a plan changes nothing", async () => {
  expect((await rollBack("--to", "2026-11-30T08:00:00Z", "--plan")).printed).toContain("1 of 2 functions would be");
  expect(updates).toEqual([]);
});

test.each([
  {
    name: "a time before the first release",
    args: ["--to", "2026-11-29T00:00:00Z"],
    says: "Nothing was changed: Palais-Registration, Palais-Badge had no version before that time. Choose a later time, or",
  },
  { name: "no time", args: [], says: "--to must be a time" },
  { name: "a stack that is not there", args: ["--to", at(8), "--stack", "Other"], says: "The stack Other has no" },
])("$name changes nothing", async ({ args, says }) => {
  const { printed, code } = await rollBack(...args);
  expect(printed).toContain(says);
  expect(code).toBe(2);
  expect(updates).toEqual([]);
});
