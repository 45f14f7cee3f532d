import { common } from "./common.ts";
import { console } from "./console-words.ts";
import { staff } from "./staff.ts";

export const words = { ...common, ...staff, console };
