import { fault } from "./fault.ts";
import { field } from "./field.ts";
import { file } from "./file.ts";
import { frame, pool } from "./frame.ts";
import { mail } from "./mail.ts";
import { problem } from "./problem.ts";
import { reason } from "./reason.ts";
import { composition, participants } from "./records.ts";

/**
 * Every sentence that a person reads, in English: the catalogue whose shape the others have. ICU message syntax.
 * A conference's title never stands inside a sentence, for no catalogue knows its article or gender.
 */
export const mails = { mail, frame, pool, field };
export const answers = { problem, file, fault, reason };
export const records = { composition, participants };
