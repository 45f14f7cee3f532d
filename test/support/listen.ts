import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface ListeningServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Ends the open connections too. */
  close(): Promise<void>;
}

/** Lets an HTTP server listen on a free port of the loopback. */
export async function listen(server: Server): Promise<ListeningServer> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
