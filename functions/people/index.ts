import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { readHistory } from "./history.ts";
import { listNameOpenings, openName } from "./open-name.ts";
import { listPossibleDuplicates } from "./possible-duplicates.ts";
import { protectRegistration, unprotectRegistration } from "./protect.ts";
import { searchRegistrations } from "./search.ts";
import { tellApart } from "./tell-apart.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

const table = openCommandStore(environmentOf(environment).TABLE);

export const handler = serve({
  searchRegistrations: searchRegistrations(table),
  listPossibleDuplicates: listPossibleDuplicates(table),
  tellApart: tellApart(table),
  readHistory: readHistory(table),
  protectRegistration: protectRegistration(table),
  unprotectRegistration: unprotectRegistration(table),
  openName: openName(table),
  listNameOpenings: listNameOpenings(table),
});
