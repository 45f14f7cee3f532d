import type { KeyOf } from "../i18n/catalogue.ts";
import type { Reader } from "../i18n/words.tsx";
import type { common } from "../messages/en/common.ts";
import type { staff } from "../messages/en/staff.ts";

/** What any page of the staff has among its words. */
export type StaffReader = Reader<KeyOf<typeof common & typeof staff>>;
