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
    tookTooLong: "操作超时，请重新登录。",
    resetRequired: "此密码不能再使用。系统管理人员会给您新的密码。",
    tooOften: "尝试次数过多，请等待几分钟。",
    weakPassword: "密码强度不够。",
    notYours: "您的账户无权访问此页面。",
    signedInAs: "已登录：{email}",
  },
  authenticator: {
    title: "设置您的身份验证器",
    lead: "从现在起，登录需要您的密码和手机上身份验证器应用的验证码。请用该应用扫描：",
    alt: "供身份验证器应用扫描的二维码",
    here: "在此设备上打开身份验证器",
    key: "或在应用中输入此密钥（基于时间）：",
    code: "应用当前显示的验证码",
    lost: "如果手机丢失，系统管理人员可以让您重新设置。",
  },
  account: {
    change: "修改密码",
    everywhere: "在所有设备上退出",
    before: "当前密码",
    wrong: "当前密码不正确。",
    done: "您的密码已修改。",
  },
};
