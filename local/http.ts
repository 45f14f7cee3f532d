import type { IncomingMessage, Server } from "node:http";
import { loopback } from "./ports.ts";

/** In an opening minute so many connections may wait to be accepted. */
const backlog = 4_096;

/** Longer than clients keep a connection, so that it is never closed under a request that is on its way. */
const keepAlive = 75_000;

/** Listens on loopback. */
export function start(server: Server, port: number): Promise<Server> {
  server.keepAliveTimeout = keepAlive;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: loopback, backlog }, () => resolve(server));
  });
}

/** Takes no new connection, and gives those that are open `patience` ms. */
export function stop(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(hurry);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** The whole body. One that passes the limit, in bytes, is read to its end too, but only a little more than that kept. */
export async function readBody(request: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size <= limit) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}
