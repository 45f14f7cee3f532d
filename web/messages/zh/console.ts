import { fault } from "#shared/messages/zh/fault.ts";
import { field } from "#shared/messages/zh/field.ts";
import { composition } from "#shared/messages/zh/records.ts";
import { common } from "./common.ts";
import { consoleWords } from "./console-words.ts";
import { historyWords } from "./history-words.ts";
import { officeWords } from "./office-words.ts";
import { organization } from "./organization.ts";
import { person } from "./person.ts";
import { recordsWords } from "./records-words.ts";
import { staff } from "./staff.ts";
import { states } from "./states.ts";

export const words = {
  ...common,
  ...staff,
  ...states,
  ...consoleWords,
  ...historyWords,
  ...officeWords,
  ...recordsWords,
  ...organization,
  gender: person.gender,
  role: person.role,
  composition,
  fault,
  field,
};
