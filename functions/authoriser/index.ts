import { createRemoteJWKSet } from "jose";
import * as z from "zod/mini";
import { entranceOf } from "#shared/http/entrance.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { openTable } from "#shared/store/table.ts";
import { identify } from "./identify.ts";

const environment = z.object({ ...tableEnvironment, TOKEN_ISSUER: variable, TOKEN_AUDIENCE: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, TOKEN_ISSUER, TOKEN_AUDIENCE } = environmentOf(environment);
const keys = createRemoteJWKSet(new URL(`${TOKEN_ISSUER}/.well-known/jwks.json`));

export const handler = identify(openTable(TABLE), entranceOf(process.env), {
  keys,
  issuer: TOKEN_ISSUER,
  audience: TOKEN_AUDIENCE,
});
