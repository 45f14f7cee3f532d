import { describe, expect, test } from "vitest";
import { answerOf } from "../../local/gateway/answer.ts";

describe("a function's answer becomes the gateway's", () => {
  test("with a status it is taken as it says", () => {
    const result = {
      statusCode: 201,
      headers: { "Content-Type": "application/json", "X-Count": 2 },
      body: "{}",
      cookies: ["a=1", "b=2"],
    };
    const { status, headers, body } = answerOf(result);
    expect([status, String(body)]).toEqual([201, "{}"]);
    expect(headers).toEqual({ "content-type": "application/json", "x-count": "2", "set-cookie": ["a=1", "b=2"] });
  });

  test("bytes travel in base64", () => {
    const body = Buffer.from([0, 255]).toString("base64");
    expect(answerOf({ statusCode: 200, body, isBase64Encoded: true }).body).toEqual(Buffer.from([0, 255]));
  });

  test("without a status it is the body", () => {
    expect(answerOf({ a: 1 })).toMatchObject({
      status: 200,
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect(answerOf("hello")).toMatchObject({ status: 200, body: "hello" });
  });

  test.each([{ statusCode: "many" }, { statusCode: 99 }, { statusCode: 200, body: { a: 1 } }])(
    "%j is the function's error",
    (result) => {
      expect(answerOf(result)).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );
});
