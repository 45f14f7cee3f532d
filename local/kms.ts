import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
} from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import * as z from "zod/mini";
import type { LocalContext } from "./context.ts";
import { parseWithSchema } from "./errors.ts";
import { readRequestBody, startServer } from "./network.ts";
import { listResources, type ResourceProperties } from "./template/resources.ts";

/** A key of the template. Its material is in a file that only the owner can read. */
export interface LocalKey {
  readonly spec: Exclude<ResourceProperties<"AWS::KMS::Key">["KeySpec"], "SYMMETRIC_DEFAULT">;
  sign(message: Uint8Array): Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  publicKey(): Uint8Array;
  mac(message: Uint8Array): Uint8Array;
  /** Compares in constant time. */
  isMac(message: Uint8Array, mac: Uint8Array): boolean;
}

/** Creates the material of a key at the first start. */
function loadOrCreateMaterial(file: string, create: () => string): string {
  if (!existsSync(file)) writeFileSync(file, create(), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8");
}

/** @param folder the folder of the keys */
export function openKey(folder: string, logicalId: string, spec: LocalKey["spec"]): LocalKey {
  const file = path.join(folder, logicalId);
  return spec === "HMAC_256" ? openMacKey(`${file}.hmac`) : openSigningKey(`${file}.pem`);
}

const throwWrongKeyKind = (): never => {
  throw new TypeError("the key is of another kind");
};

function openSigningKey(file: string): LocalKey {
  const create = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const key = createPrivateKey(loadOrCreateMaterial(file, create));
  return {
    spec: "ECC_NIST_EDWARDS25519",
    sign: (message) => sign(null, message, key),
    publicKey: () => createPublicKey(key).export({ type: "spki", format: "der" }),
    mac: throwWrongKeyKind,
    isMac: throwWrongKeyKind,
  };
}

function openMacKey(file: string): LocalKey {
  const material = loadOrCreateMaterial(file, () => randomBytes(32).toString("hex"));
  const key = Buffer.from(material, "hex");
  const computeMac = (message: Uint8Array) => createHmac("sha256", key).update(message).digest();
  return {
    spec: "HMAC_256",
    sign: throwWrongKeyKind,
    publicKey: throwWrongKeyKind,
    mac: computeMac,
    isMac: (message, mac) => mac.length === 32 && timingSafeEqual(computeMac(message), mac),
  };
}

/** Starts KMS with the keys of the template that functions use. The others encrypt what AWS stores. */
export function runKeys({ stack, scope, runner }: LocalContext, port: number): Promise<Server> {
  const keys = new Map<string, LocalKey>();
  for (const { logicalId, properties } of listResources("AWS::KMS::Key", stack.template, scope)) {
    if (properties.KeySpec === "SYMMETRIC_DEFAULT") continue;
    const key = openKey(runner.home.keys, logicalId, properties.KeySpec);
    keys.set(scope.ref(logicalId), key);
    keys.set(scope.getAttribute(logicalId, "Arn"), key);
  }
  return startKmsServer(port, keys);
}

class KmsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type FindKey = (id: string, spec: LocalKey["spec"]) => LocalKey;

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
