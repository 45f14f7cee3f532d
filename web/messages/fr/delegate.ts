import { fault } from "#shared/messages/fr/fault.ts";
import { field } from "#shared/messages/fr/field.ts";
import { pool } from "#shared/messages/fr/frame.ts";
import { common } from "./common.ts";
import { delegateWords } from "./delegate-words.ts";
import { files } from "./files.ts";
import { organization } from "./organization.ts";
import { person } from "./person.ts";
import { states } from "./states.ts";

export const words = {
  ...common,
  ...person,
  ...states,
  ...files,
  ...delegateWords,
  ...organization,
  common: { ...common.common, ...person.common },
  fault,
  field,
  pool,
};
