import { createServer } from "node:net";
import { StartError } from "./start-error.ts";

/** Everything listens here and nowhere else. */
export const loopback = "127.0.0.1";

export interface Ports {
  readonly api: number;
  readonly mailbox: number;
  readonly dynamodb: number;
  readonly cognito: number;
  readonly documents: number;
  readonly queues: number;
}

/** The block of ports that begins at `first`. */
export const portsFrom = (first: number): Ports => ({
  api: first,
  mailbox: first + 1,
  dynamodb: first + 2,
  cognito: first + 3,
  documents: first + 4,
  queues: first + 5,
});

/**
 * @param needed the parts that listen here
 * @throws StartError that names the first port somebody else has, and how to move
 */
export async function checkPorts(ports: Ports, needed: readonly (keyof Ports)[]): Promise<void> {
  for (const part of needed) {
    const port = ports[part];
    if (await isFree(port)) continue;
    throw new StartError(
      `Port ${port} (${part}) is taken by another program. Move Palais to other ports: PALAIS_PORT=${ports.api + 100} npm start`,
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await listen(port);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

/** A port that nobody has, for parts that only this system calls. */
export const findFreePort = (): Promise<number> => listen(0);

function listen(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, loopback, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
