import type { Translated } from "../../i18n/catalogue.ts";
import type { common as shape } from "../en/common.ts";

export const common: Translated<typeof shape> = {
  frame: {
    skip: "跳到正文",
    language: "语言",
    foot: "政府间会议注册与认证",
    signOut: "退出",
  },
  common: {
    loading: "正在加载……",
    retry: "重试",
    optional: "可不填",
    cancel: "取消",
    close: "关闭",
    back: "返回",
    choose: "请选择",
    openList: "显示列表",
    nothingFits: "列表中没有匹配项。",
    colon: "：",
  },
  error: {
    unreachable: "没有网络连接",
    unreachableDetail: "您填写的内容没有丢失。请在恢复连接后重试。",
    broken: "我们的系统出现错误",
    brokenDetail: "请稍后重试。",
    summary: "请更正以下内容",
  },
};
