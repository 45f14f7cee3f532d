import { createServer } from "node:http";
import { listen } from "../listen.ts";

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
  const { endpoint, close } = await listen(server);
  return { endpoint, times: (to: string) => taken.get(to) ?? 0, stop: close };
}
