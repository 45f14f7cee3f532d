import * as z from "zod/mini";
import { createOriginVerifier } from "#shared/auth/origin-verification.ts";
import { createTokenIssuer, tokenIssuerEnvironment } from "#shared/auth/staff-token.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { identifyCaller } from "./identify-caller.ts";

const environmentSchema = z.object({ ...tableEnvironment, ...tokenIssuerEnvironment });
export type AuthorizerEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);

export const handler = identifyCaller(
  openTable(env.TABLE_NAME),
  createOriginVerifier(process.env),
  createTokenIssuer(env),
);
