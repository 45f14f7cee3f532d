import { afterAll, afterEach } from "vitest";
import { closeAfterFile, closeAfterTest } from "./browser.ts";

afterEach(closeAfterTest);
afterAll(closeAfterFile);
