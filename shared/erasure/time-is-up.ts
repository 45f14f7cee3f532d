/** The rest is for the next run: what is done isn't done again. */
export class TimeIsUp extends Error {}
