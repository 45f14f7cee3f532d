import type { Catalogue } from "#shared/messages/catalogue.ts";

export const frame: Catalogue["frame"] = {
  greeting: "尊敬的{name}：",
  status: "查看我的注册",
  statusHint: "该页面将请您填写电子邮件地址，并向您发送登录链接：",
  signIn: "登录",
  signInHint: "您也可以将此地址复制到浏览器中：",
  confirmBy: "为保留名额，请在{until}之前打开您的注册，以便我们确认此地址为您本人所有。",
  reason: "秘书处来文如下：",
  position: "您目前在名单中排第{position, number}位。",
  lineByTargets: "次序依会议所定的比例（见会议页面），其次按加入的先后。每分配一个名额，您的位次都可能变动。",
  calendar: "所附日历项可将会议加入您的日历，并更新此前的日历项。",
  calendarCancelled: "所附日历项可将会议从您的日历中移除。",
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

export const calendar: Catalogue["calendar"] = {
  confirmed: "您的席位已确认。请携带证件码和身份证件。",
  cancelled: "您不再列入本次会议的出席名单。",
};
