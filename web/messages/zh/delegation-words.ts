import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "我的代表团",
    none: "您的链接没有对应的代表团，请在会议页面重新获取。",
    toMine: "前往我本人的注册",
  },
  status: {
    requested: "已申请",
    accredited: "已认可",
    refused: "未获认可",
  },
  quota: {
    title: "席位",
    used: "已占用{held}个，共{quota, plural, other {#个席位}}",
    free: "已占用{held}个席位；贵代表团无专属名额",
    waiting: "{count}人候补",
  },
  members: {
    title: "成员（按您的排序）",
    lead: "空出的席位按此顺序分配给成员。可拖动各行或使用箭头。",
    nobody: "尚未提名任何人。",
    up: "上移{name}",
    down: "下移{name}",
    moved: "{name}现排第{rank}位。",
    photo: "照片",
    photoOf: "{name}的照片",
    missing: "缺少：",
    complete: "齐全",
  },
  missing: {
    photo: "照片",
    letter: "信函中的姓名",
    correction: "更正",
  },
  substitute: {
    ask: "替换",
    askFor: "替换{name}",
    title: "由谁代替{name}？",
    means: "新成员接替其排序和席位。原成员的注册将被撤回，证件失效。",
    do: "替换",
  },
  nominate: {
    title: "提名",
    lead: "每人一行，按希望的就座顺序排列。可将电子表格中的行粘贴到第一个单元格。",
    email: "电子邮件（可不填，否则发给您）",
    cell: "{field}，第{row}行",
    add: "添加一行",
    remove: "删除第{row}行",
    row: "第{row}行",
    send: "{count, plural, =0 {提名} other {提名#人}}",
    done: "已提名{count}人。",
  },
  letters: {
    version: "第{version}版，{date}",
    read: "秘书处已阅",
    unread: "尚未审阅",
  },
};
