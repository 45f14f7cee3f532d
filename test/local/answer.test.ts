import { describe, expect, test } from "vitest";
import { toGatewayResponse } from "../../local/gateway/payload.ts";

describe("a function's result becomes the gateway's response", () => {
  test("unchanged if it has a status", () => {
    const result = {
      statusCode: 201,
      headers: { "Content-Type": "application/json", "X-Count": 2 },
      body: "{}",
      cookies: ["a=1", "b=2"],
    };
    const { status, headers, body } = toGatewayResponse(result);
    expect([status, String(body)]).toEqual([201, "{}"]);
    expect(headers).toEqual({ "content-type": "application/json", "x-count": "2", "set-cookie": ["a=1", "b=2"] });
  });

  test("with bytes decoded from base64", () => {
    const body = Buffer.from([0, 255]).toString("base64");
    expect(toGatewayResponse({ statusCode: 200, body, isBase64Encoded: true }).body).toEqual(Buffer.from([0, 255]));
  });

  test("with the result as the body if it has no status", () => {
    expect(toGatewayResponse({ a: 1 })).toMatchObject({
      status: 200,
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect(toGatewayResponse("hello")).toMatchObject({ status: 200, body: "hello" });
  });

  test.each([{ statusCode: "many" }, { statusCode: 99 }, { statusCode: 200, body: { a: 1 } }])(
    "%j is the function's error",
    (result) => {
      expect(toGatewayResponse(result)).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );
});
