import type { RequestListener } from "node:http";

export type OriginHeaders = readonly { readonly HeaderName: string; readonly HeaderValue: string }[];

/**
 * What an edge does to a request for an origin: the headers of the origin are the distribution's, whatever the client
 * sent under their names; and the client's address goes to the end of those it is said to come from. Every answer gets
 * the headers of the behaviour's policy.
 */
export const handOn =
  (origin: RequestListener, added: OriginHeaders, policy: Readonly<Record<string, string>> = {}): RequestListener =>
  (request, response) => {
    const headers = request.headersDistinct;
    headers["x-forwarded-for"] = [
      [...(headers["x-forwarded-for"] ?? []), request.socket.remoteAddress ?? ""].join(", "),
    ];
    for (const { HeaderName, HeaderValue } of added) headers[HeaderName.toLowerCase()] = [HeaderValue];
    response.setHeaders(new Map(Object.entries(policy)));
    origin(request, response);
  };
