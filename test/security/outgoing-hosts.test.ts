import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import {
  asksAuthorizer,
  type FunctionName,
  listOutgoingHosts,
  permissions,
} from "../../infra/functions/permissions.ts";

const guard = path.resolve(import.meta.dirname, "../../shared/runtime/outgoing-hosts.ts");

/** Runs code in a process of its own, because the restriction holds for the whole process. */
function runRestricted(code: string): string {
  const script = `
    import { createServer, get } from "node:http";
    import { request as secure } from "node:https";
    import { connect } from "node:net";
    import { connect as secureConnect } from "node:tls";
    import { restrictOutgoingHosts } from ${JSON.stringify(guard)};
    restrictOutgoingHosts("allowed.example,other.example");
    const outcome = async (work) => {
      try { return await work(); } catch (error) { return String(error.cause?.message ?? error.message); }
    };
    const emitted = (emitter) => new Promise((resolve, reject) => emitter.on("error", reject));
    ${code}
    process.exit();
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trim();
}

const blocked = "the function may not connect to this host";
const hosts = [
  "attacker.example",
  "allowed.example.attacker.example",
  "x.allowed.example",
  "192.0.2.1",
  "allowed.example.",
];

test.each(hosts)("no client connects to %s", (host) => {
  const code = `
    const host = ${JSON.stringify(host)};
    console.log(await outcome(() => fetch("https://" + host + "/")));
    console.log(await outcome(() => fetch("http://" + host + "/")));
    console.log(await outcome(() => emitted(get("http://" + host + "/"))));
    console.log(await outcome(() => emitted(secure("https://" + host + "/"))));
    console.log(await outcome(() => emitted(connect(443, host))));
    console.log(await outcome(() => emitted(connect({ port: 443, host }))));
    console.log(await outcome(() => emitted(secureConnect({ port: 443, host }))));
    console.log(await outcome(() => emitted(secureConnect(443, host))));
  `;
  expect(runRestricted(code).split("\n")).toEqual(Array(8).fill(blocked));
});

test("this machine and the listed hosts are reached", () => {
  const code = `
    const server = createServer((_, response) => response.end("reached"));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    for (const host of ["127.0.0.1", "localhost"]) console.log(await (await fetch("http://" + host + ":" + port)).text());
    console.log((await outcome(() => fetch("https://Allowed.example/"))) === ${JSON.stringify(blocked)});
  `;
  expect(runRestricted(code).split("\n")).toEqual(["reached", "reached", "false"]);
});

test.each(Object.keys(permissions) as FunctionName[])(
  "%s may connect to the services of its permissions only",
  (name) => {
    const names = {
      region: "r",
      urlSuffix: "aws",
      account: "1",
      documentsHost: "bucket",
      siteFilesHost: "site-files",
      siteHost: "registration.example.org",
      accountsHost: "accounts",
    };
    const listed = listOutgoingHosts(name, names).split(",");
    const kinds = Object.keys(permissions[name]);
    const has = (...some: string[]) => some.some((kind) => kinds.includes(kind));
    expect(listed.includes("dynamodb.r.aws")).toBe(has("table", "query"));
    expect(listed.includes("kms.r.aws")).toBe(has("badgeKey", "signInKey", "passportKey"));
    expect(listed.includes("email.r.aws")).toBe(has("email", "emailQuota"));
    expect(listed.includes("registration.example.org")).toBe(name === "canary");
    // The inspection gets signed addresses, and has no permission of its own.
    const usesBucket = has("quarantine", "checked", "madeFiles", "participantLists", "publicFiles", "bucket");
    expect(listed.includes("bucket")).toBe(usesBucket || name === "document-inspect");
    expect(listed.includes("site-files")).toBe(has("publicFiles"));
    expect(listed.includes("lambda.r.aws")).toBe(has("inspection", "consumers") || asksAuthorizer(name));
    expect(listed.join()).not.toMatch(/\*|undefined/);
  },
);
