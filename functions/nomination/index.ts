import * as z from "zod/mini";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { digestPassport, kmsCode } from "#shared/http/passport.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { changeDelegation, makeDelegation, requestDelegation } from "./delegation.ts";
import { readLetter } from "./letter.ts";
import { confirmMember, rankMembers, substitute } from "./members.ts";
import { nominate } from "./nominate.ts";
import { listOrganizations } from "./organizations.ts";
import { listDelegations, readDelegation } from "./read.ts";

const environment = z.object({ ...tableEnvironment, PASSPORT_KEY: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, PASSPORT_KEY } = environmentOf(environment);
const table = openCommandStore(TABLE);
const digest = digestPassport(kmsCode(PASSPORT_KEY));

export const handler = serve({
  requestDelegation: requestDelegation(table),
  makeDelegation: makeDelegation(table),
  listDelegations: listDelegations(table),
  listOrganizations: listOrganizations(table),
  readDelegation: readDelegation(table),
  changeDelegation: changeDelegation(table),
  nominate: nominate(table, digest),
  confirmMember: confirmMember(table),
  rankMembers: rankMembers(table),
  substitute: substitute(table, digest),
  readLetter: readLetter(table),
});
