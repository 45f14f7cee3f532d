import type { Catalogue } from "#shared/messages/catalogue.ts";

export const mail: Catalogue["mail"] = {
  substituted: {
    subject: "已由他人代替您出席：{conference}",
    lead: "贵代表团已指定他人代替您出席，您的注册已被撤回。",
    next: "此前发给您的胸卡不再有效。如有疑问，请与贵代表团联系。",
  },
  "delegation-requested": {
    subject: "申请已收到：{conference}",
    lead: "我们已收到贵组织的参会申请。",
    next: "秘书处将予以审查，并通知您结果。此后您即可提名拟派出的人员。",
  },
  "delegation-accredited": {
    subject: "贵代表团已获认证：{conference}",
    lead: "贵组织可以派出代表团。",
    quota: "贵代表团的配额为{quota, plural, other {#个名额}}。超出配额提名的人员列入贵代表团的后备名单。",
    next: "请登录并提名拟派出的人员，按照您希望分配名额的先后顺序排列。",
  },
  "delegation-refused": {
    subject: "您的申请：{conference}",
    lead: "秘书处未认证贵组织参加本次会议。",
    next: "如有疑问，请与秘书处联系。",
  },
  "quota-changed": {
    subject: "贵代表团的配额已变更：{conference}",
    lead: "贵代表团可使用的名额数目已变更。已有名额的人员均未失去名额。",
    quota: "现配额为{quota, plural, other {#个名额}}。",
    next: "请登录查看每位被提名人的状况。",
  },
  "delegation-sign-in": {
    subject: "您的登录链接：{conference}",
    lead: "您可通过此链接代表贵代表团办理事务。链接在十分钟内有效，仅可使用一次。",
    next: "如非您本人申请，则无须采取任何行动。",
  },
  received: {
    subject: "注册已收到：{conference}",
    lead: "我们已收到您的注册，并已为您保留一个名额。",
    leadUnseated: "我们已收到您的注册。",
    next: "秘书处将审查您的注册，并通知您结果。在注册获得核准之前，请勿安排行程。",
  },
  waiting: {
    subject: "候补名单：{conference}",
    lead: "我们已收到您的注册。您已列入候补名单。",
    next: "空出的名额依次分配给下一位候补者，排列顺序人人均可核查。一旦轮到您，我们将立即通知您。",
  },
  "seat-given": {
    subject: "您已获得名额：{conference}",
    lead: "有一个名额空出，现已为您保留。",
    next: "秘书处将审查您的注册，并通知您结果。",
  },
  offer: {
    subject: "现向您提供一个名额：{conference}",
    lead: "有一个名额空出，您如按时接受，该名额即归您所有。",
    until: "请在此时间之前接受：{until}。逾期该名额将转给下一位候补者。",
    next: "请登录接受该名额，或将其让给他人。",
  },
  "offer-expired": {
    subject: "名额的接受期限已过：{conference}",
    lead: "向您提供的名额未在期限内获得接受，现已转给下一位候补者。",
    next: "如您仍希望参会，请登录并重新申请：您将排在名单末尾。",
  },
  "correction-overdue": {
    subject: "您的名额未能保留：{conference}",
    lead: "秘书处要求的更正未在期限内提交，您的名额已转给下一位候补者。",
    next: "您仍可登录并作出更正，届时也可查看您的注册状况。",
  },
  "address-unconfirmed": {
    subject: "您的名额未能保留：{conference}",
    lead: "无人通过发送至此地址的链接打开您的注册，该名额已转给下一位候补者。",
    next: "如您仍希望参会，请登录并重新申请：您将排在名单末尾。",
  },
  approved: {
    subject: "注册已获核准：{conference}",
    lead: "您的注册已获核准，您的名额已得到确认。",
    code: "您的胸卡代码（编号{serial}）",
    codeAlt: "您的胸卡二维码",
    next: "请携带此二维码（纸质版或手机显示均可）以及身份证件。您的胸卡将在报到处发放。",
    lost: "如二维码未能显示，凭身份证件即可：报到处将查找您的注册。",
  },
  "approved-waiting": {
    subject: "注册已获核准，仍在候补名单：{conference}",
    lead: "您的注册已获核准。您仍在候补名单上。",
    next: "一旦您获得名额，我们将把胸卡代码发送给您。收到代码之前，请勿启程。",
  },
  returned: {
    subject: "请更正您的注册：{conference}",
    lead: "您的注册需要更正。",
    fields: "请更正以下各项：",
    until: "您的名额保留至{until}。",
    next: "请登录，作出更正，然后重新提交您的注册。",
  },
  rejected: {
    subject: "您的注册：{conference}",
    lead: "很遗憾，我们无法接受您的注册。",
    next: "感谢您的关注。",
  },
  revoked: {
    subject: "核准已被撤销：{conference}",
    lead: "对您的注册的核准已被撤销。此前发给您的胸卡不再有效。",
    next: "如您认为有误，请与秘书处联系。",
  },
  withdrawn: {
    subject: "注册已撤回：{conference}",
    lead: "您的注册已撤回。如曾为您保留名额，该名额将转给下一位候补者。",
    next: "如您改变主意，可以重新注册。",
  },
  reopened: {
    subject: "您的注册正在重新审查：{conference}",
    lead: "您的注册已重新开启，正在重新审查。",
    next: "我们将通知您结果。您无须采取任何行动。",
  },
  "already-registered": {
    subject: "您已经注册：{conference}",
    lead: "刚才有人试图再次用您的电子邮件地址注册。您此前已经注册，一切均无变化。",
    next: "如非您本人所为，则无须采取任何行动。",
  },
  "sign-in": {
    subject: "您的登录链接：{conference}",
    lead: "此链接用于打开您的注册。",
    next: "链接在十分钟内有效，仅可使用一次。如非您本人申请，则无须采取任何行动。",
  },
  substitute: {
    subject: "代表团已提名您：{conference}",
    lead: "代表团已提名您接替另一名成员，其席位为您保留。",
    leadUnseated: "代表团已提名您接替另一名成员。",
    next: "秘书处将审核您的注册，并通知您结果。在获得批准之前，请勿安排行程。",
  },
  reminder: {
    subject: "会议即将开始：{conference}",
    lead: "会议即将开始，您的席位已确认。",
    next: "请携带证件码（纸质版或存于手机均可）和身份证件。证件码载于通知您获得批准的邮件中。",
    cannotCome: "如不能出席，请登录并撤回注册，以便将席位让给他人。",
  },
  "conference-changed": {
    subject: "会议日期或地点变更：{conference}",
    lead: "会议安排有变。请查看上方的最新信息。",
    changes: "变更内容：",
    days: "日期：{now}（原为：{before}）",
    venue: "地点：{now}（原为：{before}）",
    session: "分会“{title}”：{now}",
    next: "您的注册不变。如不能出席，请登录并撤回注册，以便将席位让给他人。",
  },
  "visa-letter": {
    subject: "邀请函：{conference}",
    lead: "随附供您申请签证用的邀请函。",
    next: "查阅者可通过函上的二维码核验其是否有效。如注册被撤回或批准被撤销，邀请函即告失效。",
  },
};
