import type { Translated } from "../../i18n/catalogue.ts";
import type { staff as shape } from "../en/staff.ts";

export const staff: Translated<typeof shape> = {
  staff: {
    title: "工作人员登录",
    email: "电子邮件地址",
    password: "密码",
    signIn: "登录",
    newPassword: "请设置您自己的密码",
    newPasswordHint: "至少15个字符，须包含大小写字母、数字和符号。请勿使用您在别处用过的密码。",
    code: "身份验证器中的验证码",
    go: "继续",
    wrong: "电子邮件地址或密码不正确。",
    wrongCode: "验证码不正确或已失效。",
    weakPassword: "密码强度不够。",
    notYours: "您的账户无权访问此页面。",
    signedInAs: "已登录：{email}",
  },
};
