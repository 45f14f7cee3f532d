import { fault } from "#shared/messages/es/fault.ts";
import { field } from "#shared/messages/es/field.ts";
import { reason } from "#shared/messages/es/reason.ts";
import { common } from "./common.ts";
import { desk } from "./desk-words.ts";
import { person } from "./person.ts";
import { staff } from "./staff.ts";
import { states } from "./states.ts";

export const words = {
  ...common,
  ...staff,
  ...person,
  ...states,
  common: { ...common.common, ...person.common },
  desk,
  fault,
  field,
  reason,
};
