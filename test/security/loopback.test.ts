import { createServer, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDynamoDbProxy } from "../../local/dynamodb/loopback-proxy.ts";
import { startServer, stopServer } from "../../local/network.ts";
import { startTable, type TestTable } from "../support/table.ts";

interface SentRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** `fetch` does not let a caller choose the host. */
const send = (port: number, { method = "POST", headers = {} }: SentRequest) =>
  new Promise<{ status: number | undefined; allowed: string | undefined }>((resolve, reject) => {
    const sent = sendRequest({ host: "127.0.0.1", port, method, headers }, (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve({ status: answer.statusCode, allowed: answer.headers["access-control-allow-origin"] }),
      );
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? "{}" : undefined);
  });

const foreignHosts = [
  "attacker.example",
  "attacker.example:4602",
  "127.0.0.1.attacker.example",
  "localhost.attacker.example:4600",
  "127.0.0.1@attacker.example",
  "0.0.0.0:4602",
  "192.168.1.5:4602",
];
const toPort = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

describe("a server of the local system", () => {
  test("answers for this machine, and for no name that only points to it", async () => {
    const server = await startServer(
      createServer((_, response) => void response.end("{}")),
      0,
    );
    const port = toPort(server);
    for (const host of ["localhost", `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])
      expect((await send(port, { headers: { host } })).status, host).toBe(200);
    for (const host of foreignHosts) expect((await send(port, { headers: { host } })).status, host).toBe(421);
    await stopServer(server, 0);
  });
});

describe("the local DynamoDB", () => {
  let started: TestTable;
  let proxy: Awaited<ReturnType<typeof startDynamoDbProxy>>;
  beforeAll(async () => {
    started = await startTable();
    proxy = await startDynamoDbProxy(0, Number(new URL(started.endpoint).port));
  });
  afterAll(async () => {
    await stopServer(proxy, 0);
    await started.stop();
  });

  const headers = {
    "x-amz-target": "DynamoDB_20120810.ListTables",
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20270101T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=a/20270101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x",
  };

  test("serves commands, and no web page", async () => {
    const port = toPort(proxy);
    expect(await send(port, { headers })).toEqual({ status: 200, allowed: undefined });
    for (const origin of ["https://attacker.example", "http://localhost:4600", "null"]) {
      expect(await send(port, { headers: { ...headers, origin } })).toEqual({ status: 403, allowed: undefined });
      const preflight = { origin, "access-control-request-method": "POST" };
      expect(await send(port, { method: "OPTIONS", headers: preflight })).toEqual({ status: 403, allowed: undefined });
    }
    for (const host of foreignHosts)
      expect((await send(port, { headers: { ...headers, host } })).status, host).toBe(421);
  });
});
