import { common } from "./common.ts";
import { letter } from "./letter-words.ts";

export const words = { ...common, letter };
