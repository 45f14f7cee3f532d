import * as z from "zod/mini";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { digestPassport, kmsCode } from "#shared/http/passport.ts";
import { serve } from "#shared/http/serve.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { amendRegistration } from "./amend.ts";
import { refuseOffer, takeOffer } from "./offer.ts";
import { readRegistration } from "./read.ts";
import { resumeMail } from "./resume-mail.ts";
import { submitRegistration } from "./submit.ts";
import { withdrawRegistration } from "./withdraw.ts";

const environment = z.object({ ...tableEnvironment, PASSPORT_KEY: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, PASSPORT_KEY } = environmentOf(environment);
const table = openCommandStore(TABLE);
const digest = digestPassport(kmsCode(PASSPORT_KEY));

export const handler = serve({
  submitRegistration: submitRegistration(table, digest),
  readRegistration: readRegistration(table),
  amendRegistration: amendRegistration(table, digest),
  withdrawRegistration: withdrawRegistration(table),
  resumeMail: resumeMail(table),
  acceptOffer: takeOffer(table),
  declineOffer: refuseOffer(table),
});
