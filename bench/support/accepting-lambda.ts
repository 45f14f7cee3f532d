import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { SendToConsumer } from "../../functions/stream-dispatcher/dispatch.ts";
import type { ConsumerName } from "../../functions/stream-dispatcher/subscriptions.rules.ts";

/** Lambda as the dispatcher sees it: it accepts each event over HTTP, and hands it to the consumer later. */
export interface AcceptingLambda {
  readonly send: SendToConsumer;
  stop(): void;
}

/** @param deliver what happens with an accepted event */
export async function startAcceptingLambda(
  deliver: (consumer: ConsumerName, event: object) => void,
): Promise<AcceptingLambda> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const [, name = ""] = /\/functions\/([^/]+)\/invocations$/.exec(request.url ?? "") ?? [];
    response.writeHead(202).end();
    deliver(name as ConsumerName, JSON.parse(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  });
  return {
    send: async (FunctionName, event) => {
      await client.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(event) }));
    },
    stop: () => {
      client.destroy();
      server.close();
    },
  };
}
