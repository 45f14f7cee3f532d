import { createServer, type Server } from "node:http";
import { readRequestBody, startServer } from "../network.ts";

/** A header that an origin of the distribution adds to requests. */
export interface OriginHeader {
  readonly HeaderName: string;
  readonly HeaderValue: string;
}

/** The headers of each origin, by the origin's id. The distribution reads them at each request. */
export type OriginHeaders = Map<string, readonly OriginHeader[]>;

/**
 * Implements what the rotation of the origin verification secret needs of CloudFront's API: reading and replacing the
 * custom headers of the origins. A change is deployed at once.
 */
export function startCloudFrontServer(port: number, distributionId: string, origins: OriginHeaders): Promise<Server> {
  let version = 1;
  const server = createServer(async (request, response) => {
    const send = (status: number, body: string) =>
      response.writeHead(status, { "content-type": "text/xml", etag: String(version) }).end(body);
    const body = (await readRequestBody(request)).toString("utf8");
    const [, id, part] = /^\/[\d-]+\/distribution\/([^/?]+)(\/config)?$/.exec(request.url ?? "") ?? [];
    if (id !== distributionId) return send(404, toErrorXml("NoSuchDistribution"));
    if (request.method === "GET")
      return send(200, part ? toConfigXml(origins) : toDistributionXml(id, toConfigXml(origins)));
    if (request.headers["if-match"] !== String(version)) return send(412, toErrorXml("PreconditionFailed"));
    replaceOriginHeaders(origins, body);
    version += 1;
    send(200, toDistributionXml(id, toConfigXml(origins)));
  });
  return startServer(server, port);
}

/** @param xml a configuration of the distribution */
function replaceOriginHeaders(origins: OriginHeaders, xml: string): void {
  for (const [origin, headers] of parseOriginHeaders(xml)) if (origins.has(origin)) origins.set(origin, headers);
}

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const toElement = (name: string, content: string) => `<${name}>${content}</${name}>`;
const toList = (items: readonly string[]) =>
  `<Quantity>${items.length}</Quantity>${toElement("Items", items.join(""))}`;
const toErrorXml = (code: string) => `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`;

function toConfigXml(origins: OriginHeaders): string {
  const items = [...origins].map(([id, headers]) => {
    const all = headers.map(({ HeaderName, HeaderValue }) => {
      const content = toElement("HeaderName", escapeXml(HeaderName)) + toElement("HeaderValue", escapeXml(HeaderValue));
      return toElement("OriginCustomHeader", content);
    });
    return toElement("Origin", toElement("Id", escapeXml(id)) + toElement("CustomHeaders", toList(all)));
  });
  return toElement("DistributionConfig", toElement("Origins", toList(items)));
}

const toDistributionXml = (id: string, config: string) =>
  toElement("Distribution", toElement("Id", id) + toElement("Status", "Deployed") + config);

function parseOriginHeaders(xml: string): (readonly [origin: string, headers: readonly OriginHeader[]])[] {
  return [...xml.matchAll(/<Origin>.*?<\/Origin>/gs)].map(([origin]) => {
    const headers = origin.matchAll(/<HeaderName>([^<]*)<\/HeaderName><HeaderValue>([^<]*)<\/HeaderValue>/g);
    return [
      /<Id>([^<]*)<\/Id>/.exec(origin)?.[1] ?? "",
      [...headers].map(([, HeaderName = "", HeaderValue = ""]) => ({ HeaderName, HeaderValue })),
    ] as const;
  });
}
