import type { Catalogue } from "#shared/messages/catalogue.ts";

export const job: Catalogue["job"] = {
  "gave-up": "我们的系统出了问题，我们已获通知。已完成的部分仍然有效；可以再次发送同一文件。",
  "not-allowed": "提出此要求的人已无权进行此操作。",
  "sheet-unreadable": "无法读取表格。",
  "sheet-columns": "列标题与模板不符。",
};
