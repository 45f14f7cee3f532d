import { common } from "./common.ts";
import { desk } from "./desk-words.ts";
import { staff } from "./staff.ts";

export const words = { ...common, ...staff, desk };
