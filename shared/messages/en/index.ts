import { badge } from "./badge.ts";
import { fault } from "./fault.ts";
import { field } from "./field.ts";
import { file } from "./file.ts";
import { calendar, frame, pool } from "./frame.ts";
import { job } from "./job.ts";
import { mail } from "./mail.ts";
import { problem } from "./problem.ts";
import { reason } from "./reason.ts";
import { composition, participants } from "./records.ts";
import { sheet } from "./sheet.ts";
import { visaLetter } from "./visa-letter.ts";

/**
 * Every sentence that a person reads, in English: the catalogue whose shape the others have. ICU message syntax.
 * A conference's title never stands inside a sentence, for no catalogue knows its article or gender.
 */
export const mails = { mail, frame, calendar, pool, field };
export const answers = { problem, file, fault, job, reason };
export const sheets = { field, sheet };
export const badges = { badge, visaLetter };
export const records = { composition, participants };
