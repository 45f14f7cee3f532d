import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readCapacity } from "./capacity.ts";
import { adviseComposition, readStatistics } from "./composition.ts";
import { listConferences } from "./list.ts";
import { readMails } from "./mails.ts";
import { putConference } from "./put.ts";
import { readConference } from "./read.ts";
import { introduceStaff, listStaff } from "./staff.ts";
import { readWaitingList } from "./waiting-list.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

const table = openTable(environmentOf(environment).TABLE);

export const handler = serve({
  listConferences: listConferences(table),
  readConference: readConference(table),
  putConference: putConference(table),
  readStatistics: readStatistics(table),
  adviseComposition: adviseComposition(table),
  introduceStaff: introduceStaff(table),
  listStaff: listStaff(table),
  readCapacity: readCapacity(table),
  readMails: readMails(table),
  readWaitingList: readWaitingList(table),
});
