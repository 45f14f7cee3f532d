import { expect, test } from "vitest";
import { blockedPorts } from "../../local/network.ts";

test("the blocked ports are those to which fetch sends no request", async () => {
  const isBlocked = (port: number) =>
    fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) }).then(
      () => false,
      (error: Error) => error.cause instanceof Error && error.cause.message === "bad port",
    );
  const others = [...blockedPorts].flatMap((port) => [port - 1, port + 1]).filter((port) => !blockedPorts.has(port));
  for (const port of blockedPorts) expect(await isBlocked(port), `${port}`).toBe(true);
  for (const port of others.filter((each) => each > 0)) expect(await isBlocked(port), `${port}`).toBe(false);
});
