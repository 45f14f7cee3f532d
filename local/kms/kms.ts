import { createHmac, createPublicKey, type KeyObject, sign, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import * as z from "zod/mini";
import type { LocalContext } from "../context.ts";
import { parseWithSchema } from "../errors.ts";
import { readRequestBody, startServer } from "../network.ts";
import {
  assertKeysKept,
  type KeySpec,
  openMacKey,
  openPrivateKey,
  recordKeys,
  toKeyFile,
} from "../state-files/key-files.ts";
import { listResources } from "../template/resources.ts";

/** A key of the template. Its material is in a file that only the owner can read. */
export interface LocalKey {
  readonly spec: KeySpec;
  sign(message: Uint8Array): Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  publicKey(): Uint8Array;
  mac(message: Uint8Array): Uint8Array;
  /** Compares in constant time. */
  isMac(message: Uint8Array, mac: Uint8Array): boolean;
}

/** Opens a key, and creates one that has no file. @param folder the folder of the keys */
export function openKey(folder: string, logicalId: string, spec: KeySpec): LocalKey {
  const file = toKeyFile(folder, logicalId, spec);
  return spec === "HMAC_256" ? createMac(openMacKey(file)) : createSigner(openPrivateKey(file));
}

const throwWrongKeyKind = (): never => {
  throw new TypeError("the key is of another kind");
};

function createSigner(key: KeyObject): LocalKey {
  return {
    spec: "ECC_NIST_EDWARDS25519",
    sign: (message) => sign(null, message, key),
    publicKey: () => createPublicKey(key).export({ type: "spki", format: "der" }),
    mac: throwWrongKeyKind,
    isMac: throwWrongKeyKind,
  };
}

function createMac(key: Buffer): LocalKey {
  const computeMac = (message: Uint8Array) => createHmac("sha256", key).update(message).digest();
  return {
    spec: "HMAC_256",
    sign: throwWrongKeyKind,
    publicKey: throwWrongKeyKind,
    mac: computeMac,
    isMac: (message, mac) => mac.length === 32 && timingSafeEqual(computeMac(message), mac),
  };
}

/**
 * Starts KMS with the keys of the template that functions use. The others encrypt what AWS stores.
 * @param hasRows whether the table contains a row
 * @throws StartError for a lost key
 */
export async function runKeys(
  { stack, scope, runner: { home } }: LocalContext,
  port: number,
  hasRows: boolean,
): Promise<Server> {
  const used = listResources("AWS::KMS::Key", stack.template, scope).flatMap(({ logicalId, properties }) =>
    properties.KeySpec === "SYMMETRIC_DEFAULT" ? [] : [{ logicalId, spec: properties.KeySpec }],
  );
  const files = used.map(({ logicalId, spec }) => toKeyFile(home.keys, logicalId, spec));
  await assertKeysKept(home, files, hasRows);
  const keys = new Map<string, LocalKey>();
  for (const { logicalId, spec } of used) {
    const key = openKey(home.keys, logicalId, spec);
    keys.set(scope.ref(logicalId), key);
    keys.set(scope.getAttribute(logicalId, "Arn"), key);
  }
  await recordKeys(home, files);
  return startKmsServer(port, keys);
}

class KmsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type FindKey = (id: string, spec: KeySpec) => LocalKey;

const defineOperation =
  <T extends z.ZodMiniType>(schema: T, execute: (input: z.output<T>, find: FindKey) => object) =>
  (body: unknown, find: FindKey): object =>
    execute(
      parseWithSchema(schema, body, (faults) => new KmsError("ValidationException", faults)),
      find,
    );

const bytesSchema = z.pipe(
  z.base64(),
  z.transform((text: string) => Buffer.from(text, "base64")),
);
const keyIdSchema = z.string();
const macRequestShape = { KeyId: keyIdSchema, Message: bytesSchema, MacAlgorithm: z.literal("HMAC_SHA_256") };

const toBase64 = (value: Uint8Array) => Buffer.from(value).toString("base64");

/** The operations that functions call. The functions' policies permit no others. */
const kmsOperations: Readonly<Record<string, (body: unknown, find: FindKey) => object>> = {
  Sign: defineOperation(
    z.object({
      KeyId: keyIdSchema,
      Message: bytesSchema,
      MessageType: z.literal("RAW"),
      SigningAlgorithm: z.literal("ED25519_SHA_512"),
    }),
    ({ KeyId, Message, SigningAlgorithm }, find) => {
      const key = find(KeyId, "ECC_NIST_EDWARDS25519");
      return { KeyId, SigningAlgorithm, Signature: toBase64(key.sign(Message)) };
    },
  ),
  GetPublicKey: defineOperation(z.object({ KeyId: keyIdSchema }), ({ KeyId }, find) => ({
    KeyId,
    KeySpec: "ECC_NIST_EDWARDS25519",
    KeyUsage: "SIGN_VERIFY",
    SigningAlgorithms: ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    PublicKey: toBase64(find(KeyId, "ECC_NIST_EDWARDS25519").publicKey()),
  })),
  GenerateMac: defineOperation(z.object(macRequestShape), ({ KeyId, Message, MacAlgorithm }, find) => {
    return { KeyId, MacAlgorithm, Mac: toBase64(find(KeyId, "HMAC_256").mac(Message)) };
  }),
  VerifyMac: defineOperation(
    z.object({ ...macRequestShape, Mac: bytesSchema }),
    ({ KeyId, Message, Mac, MacAlgorithm }, find) => {
      if (!find(KeyId, "HMAC_256").isMac(Message, Mac))
        throw new KmsError("KMSInvalidMacException", "The MAC is not of this message.");
      return { KeyId, MacAlgorithm, MacValid: true };
    },
  ),
};

/** Implements the protocol of KMS. @param keys by ARN or id */
export function startKmsServer(port: number, keys: ReadonlyMap<string, LocalKey>): Promise<Server> {
  const find: FindKey = (id, spec) => {
    const key = keys.get(id);
    if (!key) throw new KmsError("NotFoundException", `There is no key ${id}.`);
    if (key.spec !== spec) throw new KmsError("InvalidKeyUsageException", `The key ${id} is a ${key.spec}.`);
    return key;
  };
  const server = createServer(async (request, response) => {
    const name = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const { status, body } = executeOperation(name, await readRequestBody(request), find);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  return startServer(server, port);
}

function executeOperation(name: string, body: Buffer, find: FindKey): { status: number; body: object } {
  try {
    const execute = kmsOperations[name];
    if (!execute) throw new KmsError("UnsupportedOperationException", `The local KMS doesn't support ${name}.`);
    return { status: 200, body: execute(JSON.parse(body.toString("utf8")), find) };
  } catch (error) {
    if (error instanceof KmsError) return { status: 400, body: { __type: error.type, message: error.message } };
    return { status: 500, body: { __type: "KMSInternalException", message: String(error) } };
  }
}
