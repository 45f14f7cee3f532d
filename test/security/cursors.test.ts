import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { encodeCursor } from "#shared/http/request.ts";
import { routes } from "#shared/http/routes.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";

const staff = { kind: "staff", id: "s", email: "s@example.org", groups: ["secretariat"] };
const seen: unknown[] = [];
const list = (position: string) => async (request: { readonly query: object }) => {
  seen.push(request.query);
  return { items: [], next: encodeCursor(position) };
};
const handler = createHttpHandler({
  listDelegations: list("accredited#a") as never,
  listEmails: list("2027-01-01#b") as never,
});

type ListOperation = "listDelegations" | "listEmails";

async function ask(operation: ListOperation, conferenceId: string, query: Record<string, string> = {}) {
  const event = {
    routeKey: `${routes[operation].method} ${routes[operation].path}`,
    headers: {},
    pathParameters: { conferenceId },
    queryStringParameters: query,
    requestContext: { authorizer: { lambda: { caller: JSON.stringify(staff) } }, http: { sourceIp: "127.0.0.1" } },
  } as unknown as GatewayEvent;
  const answer = await handler(event, { getRemainingTimeInMillis: () => 5_000 } as Context);
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? "{}") };
}

test("the next page of the same list is found, with another size too", async () => {
  const { body } = await ask("listDelegations", "idm-2015", { status: "accredited" });
  const cursor = body.next as string;
  for (const limit of [{}, { limit: "10" }]) {
    const { status } = await ask("listDelegations", "idm-2015", { status: "accredited", cursor, ...limit });
    expect(status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ cursor: encodeCursor("accredited#a") });
  }
});

test("the cursor of another conference, list or filter is refused", async () => {
  const { body } = await ask("listDelegations", "idm-2015", { status: "accredited" });
  const cursor = body.next as string;
  for (const [operation, conferenceId, filter] of [
    ["listDelegations", "idm-2012", { status: "accredited" }],
    ["listDelegations", "idm-2015", {}],
    ["listDelegations", "idm-2015", { status: "requested" }],
    ["listEmails", "idm-2015", {}],
  ] as const) {
    const { status, body: problem } = await ask(operation, conferenceId, { ...filter, cursor });
    expect([status, problem.code], `${operation} ${conferenceId}`).toEqual([422, "bad-cursor"]);
  }
});

test("a cursor that was changed, shortened or made by hand is refused", async () => {
  const { body } = await ask("listDelegations", "idm-2015");
  const cursor = body.next as string;
  const swapped = (cursor[0] === "A" ? "B" : "A") + cursor.slice(1);
  for (const wrong of [cursor.slice(8), cursor.slice(1), swapped, `x${cursor}`, encodeCursor("accredited#a") ?? ""])
    expect((await ask("listDelegations", "idm-2015", { cursor: wrong })).body.code, wrong).toBe("bad-cursor");
});
