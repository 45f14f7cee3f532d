import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { credentials } from "../context.ts";
import { NotTaken } from "./policy.ts";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** The address of one object for a time, as it was signed (AWS Signature Version 4, query parameters). @throws NotTaken */
export function checkPresigned({ method = "GET", headers }: IncomingMessage, url: URL): void {
  const query = url.searchParams;
  const [signedAt, credential] = [query.get("X-Amz-Date") ?? "", query.get("X-Amz-Credential") ?? ""];
  const given = Buffer.from(query.get("X-Amz-Signature") ?? "", "hex");
  const names = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const scope = credential.split("/").slice(1);
  const canonical = [
    method,
    url.pathname,
    [...query]
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .toSorted()
      .join("&"),
    ...names.map((name) => `${name}:${headers[name] ?? ""}`),
    "",
    names.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", signedAt, scope.join("/"), createHash("sha256").update(canonical).digest("hex")];
  const [date = "", ...rest] = scope;
  const right = hmac(rest.reduce(hmac, hmac(`AWS4${credentials.secretAccessKey}`, date)), toSign.join("\n"));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new NotTaken(403, "SignatureDoesNotMatch");
  const until = timeOf(signedAt) + Number(query.get("X-Amz-Expires")) * 1_000;
  if (!(Date.now() <= until)) throw new NotTaken(403, "AccessDenied");
}

/** `20261124T140000Z` in ms. */
const timeOf = (text: string) =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
