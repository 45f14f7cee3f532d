import { describe, expect, test } from "vitest";
import { RouteTable } from "../../local/gateway/route-table.ts";

const keys = [
  "GET /v1/conferences",
  "GET /v1/conferences/{conferenceId}",
  "GET /v1/conferences/{conferenceId}/capacity",
  "GET /v1/{kind}/mine/capacity",
  "GET /v1/conferences/mine",
  "PUT /v1/conferences/{conferenceId}",
  "GET /",
];

function table(more: readonly string[] = []): RouteTable<string> {
  const routes = new RouteTable<string>();
  for (const key of [...keys, ...more]) routes.add(key, key);
  return routes;
}

describe("a route is selected as the gateway selects it", () => {
  test.each([
    ["GET", "/", "GET /"],
    ["GET", "/v1/conferences", "GET /v1/conferences"],
    ["GET", "/v1/conferences/idm-2015", "GET /v1/conferences/{conferenceId}"],
    ["PUT", "/v1/conferences/mine", "PUT /v1/conferences/{conferenceId}"],
    ["GET", "/v1/conferences/mine", "GET /v1/conferences/mine"],
    ["GET", "/v1/conferences/mine/capacity", "GET /v1/conferences/{conferenceId}/capacity"],
    ["GET", "/v1/delegations/mine/capacity", "GET /v1/{kind}/mine/capacity"],
  ])("%s %s", (method, path, expected) => {
    expect(table().match(method, path)?.routeKey).toBe(expected);
  });

  test.each([
    ["POST", "/v1/conferences"],
    ["GET", "/v1/conferences/"],
    ["GET", "/v1/conferences/x/y/z"],
    ["GET", "/V1/conferences"],
  ])("%s %s matches no route", (method, path) => {
    expect(table().match(method, path)).toBeUndefined();
    expect(table(["$default"]).match(method, path)).toMatchObject({ routeKey: "$default" });
  });
});

describe("path parameters", () => {
  const of = (path: string) => table().match("GET", path)?.pathParameters();

  test("are decoded", () => expect(of("/v1/conferences/a%20%C3%A9%2Fb")).toEqual({ conferenceId: "a é/b" }));
  test("are absent where the route has none", () => expect(of("/v1/conferences")).toBeUndefined());
  test("that are no encoding are an error", () => expect(() => of("/v1/conferences/%zz")).toThrow(URIError));
});

describe("a route that the local gateway doesn't support is refused", () => {
  test.each(["ANY /x", "GET /files/{path+}", "GET x"])("%s", (key) => {
    expect(() => table([key])).toThrow(key);
  });
  test("a duplicate route", () => expect(() => table(["GET /"])).toThrow(/twice/));
});
