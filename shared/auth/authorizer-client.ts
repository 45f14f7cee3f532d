import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import type { AskAuthorizer } from "./public-caller.ts";

const answerSchema = z.object({ isAuthorized: z.literal(true), context: z.object({ caller: z.string() }) });

/** The function `authorizer`, which alone may read sessions. It receives no body. */
export function connectAuthorizer(functionName: string): AskAuthorizer {
  const client = new LambdaClient({});
  return async ({ body: _body, isBase64Encoded: _encoded, ...request }) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
    );
    if (FunctionError !== undefined) throw new Error(`the authorizer failed: ${FunctionError}`);
    return z.parse(answerSchema, JSON.parse(Payload?.transformToString() ?? "")).context.caller;
  };
}
