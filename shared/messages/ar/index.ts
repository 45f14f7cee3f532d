import type { Answers, Badges, Mails, Records, Sheets } from "#shared/messages/catalogue.ts";
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

/** كل ما يقرؤه الإنسان، بالعربية. الخطاب بصيغة الجمع للاحترام، فهي لا تفرّق بين رجل وامرأة. */
export const mails: Mails = { mail, frame, calendar, pool, field };
export const answers: Answers = { problem, file, fault, job, reason };
export const sheets: Sheets = { field, sheet };
export const badges: Badges = { badge, visaLetter };
export const records: Records = { composition, participants };
