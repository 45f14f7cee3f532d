import type { FastifyInstance } from "fastify";
import { type PeerSettings, peerApp } from "../peer/app.ts";
import { carryOutOrders } from "../support/child.ts";
import { drive, type Load } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";

export type PeerOrder = PeerSettings &
  (
    | {
        readonly role: "load";
        readonly conferenceId: string;
        /** So many before the count begins, to open the connections. */
        readonly warmUp: number;
        readonly count: number;
        readonly atOnce: number;
      }
    | { readonly role: "listen" }
  );

/** What a load came to; or, of a server that listens, its address. */
export interface PeerReport {
  readonly load?: Load;
  readonly url?: string;
}

async function send(app: FastifyInstance, conferenceId: string, name: string) {
  const url = `/v1/conferences/${conferenceId}/registrations`;
  const headers = { "content-type": "application/json" };
  const { statusCode, body } = await app.inject({ method: "POST", url, headers, payload: formOf(name) });
  return { status: statusCode, seat: (JSON.parse(body) as { seat?: string }).seat };
}

carryOutOrders(async (order: PeerOrder): Promise<PeerReport> => {
  const app = peerApp(order);
  if (order.role === "listen") return { url: await app.listen({ host: "127.0.0.1", port: 0 }) };
  const { conferenceId, count, atOnce } = order;
  await app.ready();
  const name = (index: number) => `${conferenceId}.${index}`;
  await drive(order.warmUp, atOnce, (index) => send(app, conferenceId, `warm.${name(index)}`));
  const load = await drive(count, atOnce, (index) => send(app, conferenceId, name(index)));
  await app.close();
  return { load };
});
