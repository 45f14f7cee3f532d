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
};
