import type { Suite } from "../support/suite.ts";
import { measureFeed } from "./feed.ts";
import { measurePage } from "./page.ts";

/** How long the register takes: the feed by itself, and the page of the console that shows it. */
export const suite: Suite = { feed: measureFeed, page: measurePage };
