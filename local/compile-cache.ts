const { NODE_COMPILE_CACHE } = process.env;

/**
 * The variable that names Node's cache of compiled code, if this process has it: for threads and processes whose other
 * variables are chosen, and which load the same files at each start. The tests set it (test/run.ts).
 */
export const compileCache: { readonly NODE_COMPILE_CACHE?: string } =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
