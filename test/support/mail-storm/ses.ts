import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** SES as far as the outbox knows it: takes every mail, and keeps how often it took one for each recipient. */
export async function startCountingSes() {
  const taken = new Map<string, number>();
  let ids = 0;
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString());
    const to = asked.get("Destinations.member.1") ?? "";
    taken.set(to, (taken.get(to) ?? 0) + 1);
    ids += 1;
    const result = `<SendRawEmailResult><MessageId>message-${ids}</MessageId></SendRawEmailResult>`;
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(`<SendRawEmailResponse>${result}</SendRawEmailResponse>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    times: (to: string) => taken.get(to) ?? 0,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
