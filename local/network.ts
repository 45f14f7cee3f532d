import type { IncomingMessage, RequestListener, Server } from "node:http";
import { type AddressInfo, createServer, type Server as ProbeServer } from "node:net";
import { StartError } from "./errors.ts";

/** The only address that the local system listens on. */
export const loopback = "127.0.0.1";

export const toLoopbackUrl = (port: number) => `http://${loopback}:${port}`;

export interface Ports {
  readonly api: number;
  readonly mailbox: number;
  readonly dynamodb: number;
  readonly cognito: number;
  readonly documents: number;
  readonly queues: number;
}

/** The block of ports that begins at `first`. */
export const toPortBlock = (first: number): Ports => ({
  api: first,
  mailbox: first + 1,
  dynamodb: first + 2,
  cognito: first + 3,
  documents: first + 4,
  queues: first + 5,
});

/** The ports that browsers, and `fetch` of Node, send no request to: the "bad ports" of the Fetch Standard. */
export const blockedPorts: ReadonlySet<number> = new Set([
  ...[1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109],
  ...[110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530],
  ...[531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1_719, 1_720, 1_723, 2_049, 3_659, 4_045],
  ...[4_190, 5_060, 5_061, 6_000, 6_566, 6_665, 6_666, 6_667, 6_668, 6_669, 6_679, 6_697, 10_080],
]);

/**
 * @param needed the parts that listen on a port of their own
 * @throws StartError that names the first port that is blocked by browsers or in use, and how to choose others
 */
export async function assertPortsFree(ports: Ports, needed: readonly (keyof Ports)[]): Promise<void> {
  const choose = `Choose other ports: PALAIS_PORT=${ports.api + 100} npm start`;
  for (const part of needed) {
    const port = ports[part];
    if (blockedPorts.has(port))
      throw new StartError(`Browsers block port ${port} (${part}), which is that of another protocol. ${choose}`);
    if (await isPortFree(port)) continue;
    throw new StartError(`Port ${port} (${part}) is taken by another program. ${choose}`);
  }
}

async function isPortFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

function listen(port: number): Promise<ProbeServer> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, loopback, () => resolve(server));
  });
}

const close = (server: ProbeServer) => new Promise<void>((resolve) => server.close(() => resolve()));

/**
 * A free port for each of the parts, which only this system calls. Each is held until all are found, so that no two are
 * the same.
 */
export async function findFreePorts<Part extends string>(parts: readonly Part[]): Promise<Record<Part, number>> {
  const probes = await Promise.all(parts.map(() => listen(0)));
  const ports = probes.map((probe, index) => [parts[index], (probe.address() as AddressInfo).port]);
  await Promise.all(probes.map(close));
  return Object.fromEntries(ports) as Record<Part, number>;
}

/** A free port, for a part that only this system calls. */
export const findFreePort = async (): Promise<number> => (await findFreePorts(["part"])).part;

/** The number of connections that may wait to be accepted in an opening minute. */
const backlog = 4_096;

/** Longer than clients keep a connection open, so that no connection closes while a request is on its way. */
const keepAliveMs = 75_000;

/** Whether a `Host` header names this machine. */
const isLoopbackHost = (host = "") => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);

/**
 * Answers only requests that name this machine as their host: a web page can let its own name point to 127.0.0.1 (DNS
 * rebinding), and would be of the same origin as the server.
 */
function refuseOtherHosts(server: Server): void {
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (!isLoopbackHost(request.headers.host)) return void response.writeHead(421).end();
    for (const listener of listeners) listener(request, response);
  });
}

/** Listens on loopback, and answers requests for a loopback host only. */
export function startServer<T extends Server>(server: T, port: number): Promise<T> {
  refuseOtherHosts(server);
  server.keepAliveTimeout = keepAliveMs;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: loopback, backlog }, () => resolve(server));
  });
}

/** Accepts no new connections, and closes the open ones after `timeoutMs`. */
export function stopServer(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * Reads the body. A body over the limit (bytes) is read to its end, but little more than the limit is kept in memory.
 */
export async function readRequestBody(request: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size <= limit) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

export interface ForwardedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Headers that describe the transfer and not the content. */
const transferHeaders = /^(?:host|connection|keep-alive|transfer-encoding)$/;

/** Sends a request to an emulator. @param isForwarded selects the request headers by their names in lower case */
export async function forwardRequest(
  { method = "GET", headers }: Pick<IncomingMessage, "method" | "headers">,
  url: string,
  body: Buffer,
  isForwarded: (name: string) => boolean,
): Promise<ForwardedResponse> {
  const forwarded = Object.entries(headers).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && isForwarded(entry[0]) && !transferHeaders.test(entry[0]),
  );
  const response = await fetch(url, {
    method,
    headers: Object.fromEntries(forwarded),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  // `fetch` decodes the body, so the length of the encoded one is wrong.
  const isEncoded = response.headers.has("content-encoding");
  const isReturned = (name: string) => !(isEncoded && /^content-(?:encoding|length)$/.test(name));
  return {
    status: response.status,
    headers: Object.fromEntries(
      [...response.headers].filter(([name]) => !transferHeaders.test(name) && isReturned(name)),
    ),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Whether a server answers at all. */
export async function isResponding(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
