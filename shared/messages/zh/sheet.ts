import type { Catalogue } from "#shared/messages/catalogue.ts";

export const sheet: Catalogue["sheet"] = {
  people: "人员",
  notes: "填写说明",
  heading: "列",
  value: "填写内容",
  required: "必填",
  yes: "是",
  no: "否",
  yesOrNo: "是或否",
  oneOf: "以下之一：{values}",
  several: "可填多项，以逗号分隔",
  date: "日期，格式为年-月-日",
  country: "国家，三个字母（ISO 3166-1）",
  text: "文字",
  upTo: "文字，最多{maximum}个字符",
};
