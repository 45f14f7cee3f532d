import { createServer, type Server } from "node:http";
import * as z from "zod/mini";
import { readBody, start } from "../http.ts";
import { parse } from "../parse.ts";
import type { LocalKey } from "./key-store.ts";

const bytes = z.pipe(
  z.base64(),
  z.transform((text: string) => Buffer.from(text, "base64")),
);
const keyId = z.string();
const macAlgorithm = z.literal("HMAC_SHA_256");

class KmsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Find = (id: string, spec: LocalKey["spec"]) => LocalKey;

const operation =
  <T extends z.ZodMiniType>(schema: T, answer: (input: z.output<T>, find: Find) => object) =>
  (body: unknown, find: Find): object => {
    const input = parse(schema, body);
    if ("wrong" in input) throw new KmsError("ValidationException", input.wrong);
    return answer(input.value, find);
  };

/** What the functions ask of KMS, and nothing more: an operation that isn't here isn't in the functions' policies either. */
const operations: Readonly<Record<string, (body: unknown, find: Find) => object>> = {
  Sign: operation(
    z.object({
      KeyId: keyId,
      Message: bytes,
      MessageType: z.literal("RAW"),
      SigningAlgorithm: z.literal("ED25519_SHA_512"),
    }),
    ({ KeyId, Message, SigningAlgorithm }, find) => {
      const key = find(KeyId, "ECC_NIST_EDWARDS25519");
      return { KeyId, SigningAlgorithm, Signature: base64(key.sign(Message)) };
    },
  ),
  GetPublicKey: operation(z.object({ KeyId: keyId }), ({ KeyId }, find) => ({
    KeyId,
    KeySpec: "ECC_NIST_EDWARDS25519",
    KeyUsage: "SIGN_VERIFY",
    SigningAlgorithms: ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    PublicKey: base64(find(KeyId, "ECC_NIST_EDWARDS25519").publicKey()),
  })),
  GenerateMac: operation(z.object({ KeyId: keyId, Message: bytes, MacAlgorithm: macAlgorithm }), (input, find) => {
    const { KeyId, Message, MacAlgorithm } = input;
    return { KeyId, MacAlgorithm, Mac: base64(find(KeyId, "HMAC_256").mac(Message)) };
  }),
  VerifyMac: operation(
    z.object({ KeyId: keyId, Message: bytes, Mac: bytes, MacAlgorithm: macAlgorithm }),
    (input, find) => {
      const { KeyId, Message, Mac, MacAlgorithm } = input;
      if (!find(KeyId, "HMAC_256").isMac(Message, Mac))
        throw new KmsError("KMSInvalidMacException", "The MAC is not of this message.");
      return { KeyId, MacAlgorithm, MacValid: true };
    },
  ),
};

const base64 = (value: Uint8Array) => Buffer.from(value).toString("base64");

/** Answers as KMS does, in its protocol, with the given keys by their ARN. */
export function startKms(port: number, keys: ReadonlyMap<string, LocalKey>): Promise<Server> {
  const find: Find = (id, spec) => {
    const key = keys.get(id);
    if (!key) throw new KmsError("NotFoundException", `There is no key ${id}.`);
    if (key.spec !== spec) throw new KmsError("InvalidKeyUsageException", `The key ${id} is a ${key.spec}.`);
    return key;
  };
  const server = createServer(async (request, response) => {
    const name = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const { status, body } = answerTo(name, await readBody(request), find);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  return start(server, port);
}

function answerTo(name: string, body: Buffer, find: Find): { status: number; body: object } {
  try {
    const answer = operations[name];
    if (!answer) throw new KmsError("UnsupportedOperationException", `The local KMS doesn't know ${name}.`);
    return { status: 200, body: answer(JSON.parse(body.toString("utf8")), find) };
  } catch (error) {
    const [type, message] =
      error instanceof KmsError ? [error.type, error.message] : ["KMSInternalException", String(error)];
    return { status: error instanceof KmsError ? 400 : 500, body: { __type: type, message } };
  }
}
