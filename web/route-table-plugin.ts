import type { Plugin } from "vite";

/** What a line of the table of routes says to functions alone. */
const serverFields = /, (?:function: "[\w-]+", access: (?:\[[^\]]*\]|\w+)|\.\.\.\w+)(?= \})/g;

/** `fetch` sends a request without a method as GET. */
const defaultMethod = /(?<=\{ )method: "GET", /g;

/**
 * Leaves out of pages which function answers a route, and who may call it: a page needs the path, and any method but
 * GET. In the delegate's page this is half a kilobyte after compression.
 */
export const routeTable: Plugin = {
  name: "palais-route-table",
  enforce: "pre",
  transform: {
    filter: { id: /\/shared\/http\/routes\.ts$/ },
    handler: (source) => ({ code: source.replaceAll(serverFields, "").replaceAll(defaultMethod, ""), map: null }),
  },
};
