import { Socket } from "node:net";

/** This machine, and the link-local addresses of Lambda itself: its runtime API and the daemon of traces. */
const isLocal = (host: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|::1|169\.254(?:\.\d{1,3}){2})$/.test(host);

/** The host of a connection; undefined for a pipe or a file. */
function findHost(args: readonly unknown[]): string | undefined {
  // `net.connect` passes its normalized arguments as a list.
  const [first, second] = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
  if (typeof first === "object" && first !== null) {
    const { host, path } = first as { readonly host?: string | null; readonly path?: string | null };
    return path ? undefined : (host ?? "localhost");
  }
  return typeof second === "string" ? second : "localhost";
}

/**
 * From now on, this process connects to these hosts only. A request to another one fails before its name is resolved,
 * whichever package sends it (docs/decisions/0083-list-the-hosts-of-outgoing-calls.md). Code that wants to can remove the
 * restriction: it is a second barrier, after the permissions of the function.
 * @param hosts exact names, separated by commas
 */
export function restrictOutgoingHosts(hosts: string): void {
  const allowed = new Set(hosts.split(","));
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function restricted(this: Socket, ...args: unknown[]): Socket {
    const host = findHost(args);
    if (host !== undefined && !isLocal(host) && !allowed.has(host.toLowerCase()))
      throw new Error("the function may not connect to this host");
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}
