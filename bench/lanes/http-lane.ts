import { Agent, request } from "node:http";
import { carryOutOrders } from "../support/child.ts";
import { type Answered, drive, type Load } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";

export interface HttpOrder {
  readonly url: string;
  readonly conferenceId: string;
  readonly name: string;
  /** So many before the count begins, to open the connections. */
  readonly warmUp: number;
  readonly count: number;
  readonly atOnce: number;
}

/** Submissions over HTTP, on connections that stay open. */
carryOutOrders(async ({ url, conferenceId, name, warmUp, count, atOnce }: HttpOrder): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const address = `${url}/v1/conferences/${conferenceId}/registrations`;
  const submit = (index: number) => post(address, agent, formOf(`${conferenceId}.${name}.${index}`));
  await drive(warmUp, atOnce, (index) => submit(-1 - index));
  const load = await drive(count, atOnce, submit);
  agent.destroy();
  return load;
});

function post(address: string, agent: Agent, body: string): Promise<Answered> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(address, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => {
        const { seat } = JSON.parse(text) as { seat?: string };
        resolve({ status: answer.statusCode ?? 0, seat });
      });
    });
    asked.on("error", reject).end(body);
  });
}
