import { afterAll } from "vitest";
import { unlistConferences } from "./system.ts";

afterAll(unlistConferences);
