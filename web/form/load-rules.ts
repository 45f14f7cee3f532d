import { loading } from "../api/loading.ts";

/** Nobody is done with a form before the rules have come. @throws Unreachable */
export const loadRules = () => loading(import("./rules.ts"));
