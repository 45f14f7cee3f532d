import type { Catalogue } from "#shared/messages/catalogue.ts";
import { fault } from "./fault.ts";
import { field } from "./field.ts";
import { file } from "./file.ts";
import { frame, pool } from "./frame.ts";
import { mail } from "./mail.ts";
import { problem } from "./problem.ts";
import { reason } from "./reason.ts";

/** Todas las frases que lee una persona, en español. Se trata de usted, y sin género siempre que se puede. */
export const es: Catalogue = { mail, frame, pool, field, problem, file, fault, reason };
