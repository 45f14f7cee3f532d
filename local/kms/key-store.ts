import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Properties } from "../template/resources.ts";

/** A key of the template; its material is a file that only its owner may read. */
export interface LocalKey {
  readonly spec: Properties<"AWS::KMS::Key">["KeySpec"];
  sign(message: Uint8Array): Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  publicKey(): Uint8Array;
  mac(message: Uint8Array): Uint8Array;
  /** Takes the same time whatever differs. */
  isMac(message: Uint8Array, mac: Uint8Array): boolean;
}

/** The material of a key, made at the first start and kept. */
function material(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8");
}

/** @param folder where the keys lie */
export function openKey(folder: string, logicalId: string, spec: LocalKey["spec"]): LocalKey {
  const file = path.join(folder, logicalId);
  return spec === "HMAC_256" ? macKey(`${file}.hmac`) : signingKey(`${file}.pem`);
}

const unusable = (): never => {
  throw new TypeError("the key is of another kind");
};

function signingKey(file: string): LocalKey {
  const make = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const key: KeyObject = createPrivateKey(material(file, make));
  return {
    spec: "ECC_NIST_EDWARDS25519",
    sign: (message) => sign(null, message, key),
    publicKey: () => createPublicKey(key).export({ type: "spki", format: "der" }),
    mac: unusable,
    isMac: unusable,
  };
}

function macKey(file: string): LocalKey {
  const key = Buffer.from(
    material(file, () => randomBytes(32).toString("hex")),
    "hex",
  );
  const mac = (message: Uint8Array) => createHmac("sha256", key).update(message).digest();
  return {
    spec: "HMAC_256",
    sign: unusable,
    publicKey: unusable,
    mac,
    isMac: (message, given) => given.length === 32 && timingSafeEqual(mac(message), given),
  };
}
