import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { originVerifyHeader } from "#shared/model/access.ts";
import { forwardToOrigin } from "../../local/distribution/distribution.ts";
import type { SiteFile } from "../../local/distribution/serve-files.ts";
import { serveFiles } from "../../local/distribution/serve-files.ts";
import { toGatewayEvent } from "../../local/gateway/payload.ts";
import { listen } from "../support/listen.ts";

const page: SiteFile = {
  body: Buffer.from(`<!doctype html>${"<p>calm</p>".repeat(200)}`),
  contentType: "text/html; charset=utf-8",
  cacheControl: "no-cache",
  eTag: '"abc"',
};
const icon: SiteFile = {
  body: Buffer.from("<svg/>"),
  contentType: "image/svg+xml",
  cacheControl: undefined,
  eTag: '"def"',
};

let server: Server;
let site: string;

beforeAll(async () => {
  const files = new Map([
    ["index.html", page],
    ["icon.svg", icon],
  ]);
  const headers = { "content-security-policy": "default-src 'none'" };
  server = createServer(serveFiles({ files, methods: ["GET", "HEAD"], compress: true, root: "index.html", headers }));
  site = (await listen(server)).endpoint;
});
afterAll(() => server.close());

describe("files behind the distribution", () => {
  test("are found at the root and by their key, with their type, their caching and the policy's headers", async () => {
    for (const path of ["/", "/index.html", "/?conference=x"]) {
      const answer = await fetch(site + path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(answer.headers.get("cache-control")).toBe("no-cache");
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'");
      expect(await answer.text()).toBe(page.body.toString());
    }
  });

  test("are compressed as the client accepts, except small ones", async () => {
    const encodingOf = async (path: string, accepted: string) =>
      (await fetch(site + path, { headers: { "accept-encoding": accepted } })).headers.get("content-encoding");
    expect(await encodingOf("/", "gzip, br")).toBe("br");
    expect(await encodingOf("/", "gzip")).toBe("gzip");
    expect(await encodingOf("/", "identity")).toBeNull();
    expect(await encodingOf("/icon.svg", "br")).toBeNull();
  });

  test("are answered as not modified to a client that has them, by either validator", async () => {
    for (const known of ['"abc"', 'W/"abc"', '"other", "abc"']) {
      const answer = await fetch(site, { headers: { "if-none-match": known } });
      expect([answer.status, await answer.text()]).toEqual([304, ""]);
    }
    expect((await fetch(site, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("are not found if they don't exist, and can't be written", async () => {
    for (const path of ["/nothing", "/index.html/", "/%ff", "/../package.json"])
      expect((await fetch(site + path)).status).toBe(404);
    expect((await fetch(site, { method: "POST", body: "x" })).status).toBe(403);
    const head = await fetch(site, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

test("a missing file is answered by the second origin of its group, with the policy's headers, and a write by S3", async () => {
  const policy = { "content-security-policy": "default-src 'none'" };
  const whenMissing = forwardToOrigin(
    (request, response) => {
      response.writeHead(404, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ asked: request.url, by: request.headersDistinct[originVerifyHeader] }));
    },
    () => [{ HeaderName: originVerifyHeader, HeaderValue: "secret" }],
    policy,
  );
  const options = { methods: ["GET", "HEAD"], compress: true, root: undefined, headers: policy };
  const edge = createServer(serveFiles({ ...options, files: new Map([["icon.svg", icon]]), whenMissing }));
  const { endpoint, close } = await listen(edge);
  const answer = await fetch(`${endpoint}/assets/old.js`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'");
  expect(await answer.json()).toEqual({ asked: "/assets/old.js", by: ["secret"] });
  expect((await fetch(`${endpoint}/icon.svg`)).status).toBe(200);
  expect((await fetch(`${endpoint}/assets/old.js`, { method: "POST", body: "x" })).status).toBe(403);
  await close();
});

describe("the API behind the distribution", () => {
  test("gets the secret from the distribution alone, and the client's address from the edge", async () => {
    const seen: Record<string, string | undefined>[] = [];
    const origin = forwardToOrigin(
      (request, response) => {
        const asked = { routeKey: "GET /", pathParameters: undefined, body: Buffer.alloc(0), apiId: "api" };
        seen.push(toGatewayEvent(request, asked).headers);
        response.end();
      },
      () => [{ HeaderName: originVerifyHeader, HeaderValue: "secret" }],
    );
    const edge = createServer(origin);
    const { endpoint, close } = await listen(edge);
    await fetch(endpoint);
    await fetch(endpoint, { headers: { [originVerifyHeader]: "guessed", "x-forwarded-for": "192.0.2.1" } });
    await close();
    expect(seen.map((headers) => headers[originVerifyHeader])).toEqual(["secret", "secret"]);
    expect(seen.map((headers) => headers["x-forwarded-for"])).toEqual([
      "127.0.0.1, 127.0.0.1",
      "192.0.2.1, 127.0.0.1, 127.0.0.1",
    ]);
  });

  test("has the policy's headers on each answer, also on an error", async () => {
    const origin = forwardToOrigin(
      (_, response) => {
        response.writeHead(404, { "content-type": "application/problem+json" });
        response.end("{}");
      },
      () => [],
      { "content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff" },
    );
    const edge = createServer(origin);
    const { endpoint, close } = await listen(edge);
    const { status, headers } = await fetch(endpoint);
    await close();
    expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});
