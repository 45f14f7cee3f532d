import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { SystemDescription } from "../../../local/system.ts";
import { getSharedSystem } from "../../system/support/system.ts";

const send = async (url: string, init: RequestInit) => {
  const { status, headers } = await fetch(url, init);
  return { status, allowed: headers.get("access-control-allow-origin") };
};

test("the local services allow the pages of the site, and of no other origin", async () => {
  const description = readFileSync(path.join(getSharedSystem().home, "local.json"), "utf8");
  const { api, mailbox, dynamodb, documents, emailDlqUrl, originSecret } = JSON.parse(description) as SystemDescription;
  const { origin: cognito } = new URL(
    ((await (await fetch(`${api}/config.json`)).json()) as { readonly issuer: string }).issuer,
  );
  const attacker = "https://attacker.example";
  const services = [mailbox, dynamodb, documents.endpoint, cognito, emailDlqUrl, ...Object.values(originSecret)];
  for (const url of [api, ...services.filter((each) => each.startsWith("http"))]) {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const headers = { origin: attacker, "x-amz-target": "AWSCognitoIdentityProviderService.ListUserPools" };
      const { allowed } = await send(url, { method, headers, ...(method === "POST" && { body: "{}" }) });
      expect([null, new URL(api).origin], `${method} ${url}`).toContain(allowed);
    }
  }
  const preflight = { origin: new URL(api).origin, "access-control-request-method": "POST" };
  expect((await send(cognito, { method: "OPTIONS", headers: preflight })).allowed).toBe(new URL(api).origin);
});
