import { readdir, readFile, readlink } from "node:fs/promises";

/** The state of a listening socket in `/proc/net/tcp` (TCP_LISTEN of the kernel's tcp_states.h). */
const listening = "0A";

/**
 * Whether this process, and not another one, listens on a TCP port of this machine. `/proc` tells only Linux; elsewhere,
 * and where a sandbox hides it, a process is believed.
 */
export async function isListening(pid: number | undefined, port: number): Promise<boolean> {
  if (pid === undefined) return false;
  const listeners = await findListeners(port);
  if (listeners.size === 0) return true;
  try {
    const folder = `/proc/${pid}/fd`;
    const links = (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => ""));
    return (await Promise.all(links)).some((link) => listeners.has(link));
  } catch (error) {
    // A process that has ended listens nowhere.
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/** The listening sockets of a port, as the links of open files name them. */
async function findListeners(port: number): Promise<Set<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => ""));
  const rows = (await Promise.all(tables)).flatMap((table) => table.split("\n").slice(1));
  const sockets = rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode] = row.trim().split(/\s+/);
    return local.endsWith(suffix) && state === listening ? [`socket:[${inode}]`] : [];
  });
  return new Set(sockets);
}
