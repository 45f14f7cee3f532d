import { fault } from "#shared/messages/ru/fault.ts";
import { field } from "#shared/messages/ru/field.ts";
import { pool } from "#shared/messages/ru/frame.ts";
import { common } from "./common.ts";
import { delegationWords } from "./delegation-words.ts";
import { files } from "./files.ts";
import { person } from "./person.ts";
import { states } from "./states.ts";

export const words = {
  ...common,
  ...person,
  ...states,
  ...files,
  ...delegationWords,
  common: { ...common.common, ...person.common },
  fault,
  field,
  pool,
};
