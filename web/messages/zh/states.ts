import type { Translated } from "../../i18n/catalogue.ts";
import type { states as shape } from "../en/states.ts";

export const states: Translated<typeof shape> = {
  accreditation: {
    pending: "审核中",
    approved: "已批准",
    rejected: "未通过",
    returned: "待更正",
    revoked: "批准已撤销",
    withdrawn: "已撤回",
  },
  seat: {
    none: "无席位",
    held: "席位已保留",
    waiting: "候补名单中",
    offered: "已提供席位",
  },
};
