import type { Translated } from "../../i18n/catalogue.ts";
import type { organization as shape } from "../en/organization.ts";

/** A form about an organization, in Arabic. */
export const organization: Translated<typeof shape> = {
  organization: {
    name: "الاسم",
    country: "البلد",
    focalPoints: "عناوين البريد الإلكتروني لجهات التنسيق",
    focalPointsHint: "عنوان في كل سطر. يُرسل إلى كل جهة رابط، وهي التي ترشّح الأشخاص.",
    language: "لغة الرسائل",
  },
};
