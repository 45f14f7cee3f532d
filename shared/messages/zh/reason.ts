import type { Catalogue } from "#shared/messages/catalogue.ts";

export const reason: Catalogue["reason"] = {
  forged: "此胸卡并非由我方签发。",
  "unknown-key": "此胸卡的签名密钥无法识别。",
  "other-conference": "此胸卡属于另一会议。",
  revoked: "核准已被撤销。",
  withdrawn: "注册已撤回。",
  "not-confirmed": "此人的名额未经确认。请让其前往报到处。",
  replaced: "此胸卡已由新胸卡取代。",
  "already-inside": "此人已在场内。",
  "not-inside": "没有此人的入场记录。",
  "not-on-list": "此胸卡比本入口的名单更新。请同步设备，或让其前往报到处。",
  "wrong-day": "此胸卡今日无效。",
  "wrong-zone": "此胸卡不适用于此区域。",
  "no-session-seat": "此人在本场会议没有名额。",
  "delegation-inside-full": "该代表团在场内的人数已达同时入场上限。",
  "replaced-by": "此胸卡已由第 {serial} 号胸卡取代。",
  "inside-since": "此人自 {since} 起已在场内，由 {gate} 进入。",
  "members-inside": "该代表团在场内的人数已达同时入场上限：{inside}。",
};
