import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "尊敬的{name}：",
  status: "查看我的注册",
  statusHint: "该页面将请您填写电子邮件地址，并向您发送登录链接：",
  signIn: "登录",
  signInHint: "您也可以将此地址复制到浏览器中：",
  confirmBy: "为保留名额，请在{until}之前打开您的注册，以便我们确认此地址为您本人所有。",
  reason: "秘书处来文如下：",
  full: "以下名额目前均已占满：",
  signature: "秘书处",
  automatic: "本邮件由系统自动发送，请勿回复。",
};

export const pool: Catalogue["pool"] = {
  venue: "会场的名额",
  category: "“{title}”类别的名额",
  delegation: "贵代表团的名额",
  session: "“{title}”的名额",
};
