import { computeContrast } from "#shared/branding/colours.rules.ts";

/** Black or white, whichever has the higher contrast with the colour: at least 4.5 to 1. */
export const chooseLegibleColour = (colour: string): "#000000" | "#ffffff" =>
  computeContrast("#ffffff", colour) >= computeContrast("#000000", colour) ? "#ffffff" : "#000000";
