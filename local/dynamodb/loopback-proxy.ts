import { Agent, createServer, type Server, request as sendRequest } from "node:http";
import { loopback, startServer } from "../network.ts";

/**
 * Starts the address of DynamoDB for commands and people. The emulator itself answers any host name and allows every
 * origin, so that any web page could read and change the table; it listens on a port of its own, which only this system
 * knows. No page needs DynamoDB, so a request with an origin is refused.
 */
export function startDynamoDbProxy(port: number, emulatorPort: number): Promise<Server> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    if (request.headers.origin !== undefined || request.method !== "POST") return void response.writeHead(403).end();
    const { method, url, headers } = request;
    const forwarded = sendRequest(
      { host: loopback, port: emulatorPort, method, path: url, headers, agent },
      (answer) => {
        const { "access-control-allow-origin": _origin, ...kept } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, kept);
        answer.pipe(response);
      },
    );
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  server.on("close", () => agent.destroy());
  return startServer(server, port);
}
