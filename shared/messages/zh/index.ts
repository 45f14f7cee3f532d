import type { Answers, Mails, Records } from "#shared/messages/catalogue.ts";
import { fault } from "./fault.ts";
import { field } from "./field.ts";
import { file } from "./file.ts";
import { frame, pool } from "./frame.ts";
import { mail } from "./mail.ts";
import { problem } from "./problem.ts";
import { reason } from "./reason.ts";
import { composition, participants } from "./records.ts";

/** 供人阅读的所有语句，中文（简体）。一律用“您”，标点用全角。 */
export const mails: Mails = { mail, frame, pool, field };
export const answers: Answers = { problem, file, fault, reason };
export const records: Records = { composition, participants };
