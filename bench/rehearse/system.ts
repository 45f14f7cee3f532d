import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The running system that is rehearsed on. */
export interface RunningSystem {
  readonly api: string;
  readonly token: string;
  readonly home: string;
}

interface Local {
  readonly api: string;
  readonly users: readonly { readonly groups: readonly string[]; readonly idToken: string }[];
}

/** @throws TypeError where no local system runs: a rehearsal sends mails to invented addresses, so it stays at home */
export function findSystem(): RunningSystem {
  const home = process.env["PALAIS_HOME"] ?? ".palais";
  const file = join(home, "local.json");
  if (!existsSync(file)) throw new TypeError("No local system is running. Start one: npm start");
  const { api, users } = JSON.parse(readFileSync(file, "utf8")) as Local;
  const token = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return { api, token, home };
}

export interface Reply<Body> {
  readonly status: number;
  readonly body: Body;
}

/** One call as the secretariat, or as nobody in particular. */
export async function call<Body>(
  { api, token }: RunningSystem,
  path: string,
  { method, body, key, staff = true }: { method?: string; body?: unknown; key?: string; staff?: boolean } = {},
): Promise<Reply<Body>> {
  const answer = await fetch(api + path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(staff && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { "idempotency-key": key }),
    },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
