import type common from "#locales/en/common.json";
import type staff from "#locales/en/staff.json";
import type { MessageKey } from "#shared/i18n/message.ts";
import type { Reader } from "../i18n/words.tsx";

/** What any page of the staff has among its words. */
export type StaffReader = Reader<MessageKey<typeof common | typeof staff>>;
