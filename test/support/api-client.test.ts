import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOpenApiDocument } from "../../functions/openapi/openapi-document.ts";
import { ApiClient } from "./api-client.ts";
import { listen } from "./listen.ts";

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

const pool = { pool: "venue", limit: 2, taken: 1, offered: 0, waiting: 0 };
const good: Reply = { status: 200, type: "application/json", body: { items: [pool], next: null } };
let reply = good;
let server: Server;
let client: ApiClient;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(reply.status, { "content-type": reply.type });
    response.end(JSON.stringify(reply.body));
  });
  const { endpoint: api } = await listen(server);
  client = new ApiClient(api, JSON.parse(JSON.stringify(createOpenApiDocument(api))) as object);
});

afterAll(() => server.close());

const getCapacity = (answer: Reply) => {
  reply = answer;
  return client.send("getCapacity", { params: { conferenceId: "idm-2015" } });
};

describe("an answer", () => {
  test("that the document names is handed on, and counted", async () => {
    expect(await getCapacity(good)).toEqual({ status: 200, body: good.body });
    expect(client.validated).toBe(1);
  });

  test.each([
    ["lacks a field", { ...good, body: { items: [{ pool: "venue" }], next: null } }, "required property 'limit'"],
    ["leaks a field", { ...good, body: { items: [{ ...pool, shards: 3 }], next: null } }, "additional properties"],
    [
      "has a status of its own",
      { ...good, status: 418 },
      "answered 418 application/json, which its document doesn't name",
    ],
    ["has another type", { ...good, type: "text/html" }, "answered 200 text/html"],
    [
      "refuses without a name",
      { status: 404, type: "application/problem+json", body: { status: 404 } },
      "required property 'code'",
    ],
  ])("that %s is an error", async (_, answer, message) => {
    await expect(getCapacity(answer)).rejects.toThrow(message);
  });
});
