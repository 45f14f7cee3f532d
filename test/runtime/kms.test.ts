import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GenerateMacCommand, VerifyMacCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { createKmsClient } from "#shared/runtime/kms-mac.ts";
import { captureLogLines } from "../support/log-lines.ts";

const lines = captureLogLines();

/** KMS with these answers, one after the other: a fault of this name, or the success. */
async function askKms<T>(answers: readonly string[], ask: (client: ReturnType<typeof createKmsClient>) => Promise<T>) {
  let next = 0;
  const server = createServer((_, response) => {
    const fault = answers[next++];
    const body = fault === "success" ? { KeyId: "k", Mac: "AAAA" } : { __type: fault, message: "secret text" };
    response.writeHead(fault === "success" ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createKmsClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    return await ask(client);
  } finally {
    client.destroy();
    server.close();
    server.closeAllConnections();
  }
}

const Message = new TextEncoder().encode("link");
const generate = new GenerateMacCommand({ KeyId: "k", MacAlgorithm: "HMAC_SHA_256", Message });
const verify = new VerifyMacCommand({ KeyId: "k", MacAlgorithm: "HMAC_SHA_256", Message, Mac: Message });

test("each failed attempt is a line for the alarm, also if a later attempt succeeds", async () => {
  const answers = ["ThrottlingException", "ThrottlingException", "success"];
  await expect(askKms(answers, (client) => client.send(generate))).resolves.toMatchObject({ KeyId: "k" });
  expect(lines).toMatchObject([
    { code: "kms.failed", error: "ThrottlingException", level: "warn" },
    { code: "kms.failed", error: "ThrottlingException", level: "warn" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("secret text");
});

test("a disabled key is a line, and is not tried again", async () => {
  await expect(askKms(["DisabledException"], (client) => client.send(generate))).rejects.toThrow();
  expect(lines).toMatchObject([{ code: "kms.failed", error: "DisabledException" }]);
});

test("a forged link is no fault of KMS", async () => {
  await expect(askKms(["KMSInvalidMacException"], (client) => client.send(verify))).rejects.toThrow();
  expect(lines).toEqual([]);
});
