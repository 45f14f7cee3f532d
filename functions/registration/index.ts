import * as z from "zod/mini";
import { environmentOf, tableEnvironment } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { amendRegistration } from "./amend.ts";
import { refuseOffer, takeOffer } from "./offer.ts";
import { readRegistration } from "./read.ts";
import { resumeMail } from "./resume-mail.ts";
import { submitRegistration } from "./submit.ts";
import { withdrawRegistration } from "./withdraw.ts";

const environment = z.object(tableEnvironment);
export type Environment = z.infer<typeof environment>;

const table = openTable(environmentOf(environment).TABLE);

export const handler = serve({
  submitRegistration: submitRegistration(table),
  readRegistration: readRegistration(table),
  amendRegistration: amendRegistration(table),
  withdrawRegistration: withdrawRegistration(table),
  resumeMail: resumeMail(table),
  acceptOffer: takeOffer(table),
  declineOffer: refuseOffer(table),
});
