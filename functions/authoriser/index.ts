import * as z from "zod/mini";
import { entranceOf } from "#shared/http/entrance.ts";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { issuerEnvironment, issuerOf } from "#shared/http/staff-token.ts";
import { openTable } from "#shared/store/table.ts";
import { identify } from "./identify.ts";

const environment = z.object({ ...tableEnvironment, ...issuerEnvironment });
export type Environment = z.infer<typeof environment>;

const settings = environmentOf(environment);

export const handler = identify(openTable(settings.TABLE), entranceOf(process.env), issuerOf(settings));
