/** How the synthesised app tells where a function's source and its source maps lie. */

/** The metadata of a function that names the entry of its TypeScript source, from the root of the repository. */
export const sourceMetadata = "palais:source";

/** The folder of the source maps in the folder of the synthesised app, with a folder for each function. */
export const sourceMaps = "source-maps";
