import type { Translated } from "../../i18n/catalogue.ts";
import type { organization as shape } from "../en/organization.ts";

/** A form about an organization, in Chinese. */
export const organization: Translated<typeof shape> = {
  organization: {
    name: "名称",
    country: "国家",
    focalPoints: "联络人的电子邮件地址",
    focalPointsHint: "每行一个。每位联络人将收到链接，并负责提名人员。",
    language: "邮件语文",
  },
};
