import type { Catalogue } from "#shared/messages/catalogue.ts";

export const problem: Catalogue["problem"] = {
  "already-registered": { title: "已经注册", detail: "此人已在本次会议注册。请打开已有的注册。" },
  "bad-cursor": { title: "没有这一页", detail: "名单在该处没有后续内容。请从头开始。" },
  "badge-not-printable": {
    title: "无法打印证件",
    detail: "此证件中有字符不在打印所用的任何字体之中。请更正该项，或另填证件上的姓名。",
  },
  "body-too-large": { title: "内容过大", detail: "一次请求最多可含64 KB。" },
  "category-full": {
    title: "该类别已无名额",
    detail: "您所选类别的名额均已占满。您的注册及其名额保持不变。",
  },
  "changed-meanwhile": {
    title: "内容已被更改",
    detail: "在您读取之后，他人已作出更改。请重新读取，然后再次作出您的更改。",
  },
  "conference-in-use": { title: "已有人注册", detail: "一旦有人注册，此项即不可更改。请查看所列字段。" },
  "delegation-not-accredited": {
    title: "尚未获得认证",
    detail: "秘书处尚未认证该代表团。获得认证后，该代表团即可提名人员。",
  },
  "file-not-checked": { title: "尚未检查", detail: "文件仍在检查之中。请稍后再试。" },
  "file-refused": { title: "未予保存", detail: "文件在检查时被拒绝。原因见该文件的页面。" },
  full: { title: "名额已满", detail: "名额均已占满，且本次会议不设候补名单。" },
  "inside-already": {
    title: "已在场内",
    detail: "此人目前在会场内。待其离场经扫描记录后，方可替换。",
  },
  "idempotency-key-reused": {
    title: "密钥已使用过",
    detail: "此Idempotency-Key已用于另一请求。请使用新的密钥。",
  },
  "internal-error": { title: "我方系统发生错误", detail: "我们已获悉此事。请几分钟后再试。" },
  "invalid-request": { title: "请检查所填内容", detail: "部分内容不符合要求，无法接受。" },
  "link-used-or-expired": {
    title: "此链接已失效",
    detail: "登录链接在十分钟内有效，仅可使用一次。请申请新的链接。",
  },
  "list-not-printable": {
    title: "名单无法打印",
    detail: "名单中有姓名或头衔含有打印字体所没有的字符。请更正，或改用其他格式的名单。",
  },
  "malformed-json": { title: "无法读取", detail: "该请求不是有效的UTF-8编码JSON。" },
  "name-protected": {
    title: "此姓名受保护",
    detail: "此人以化名出现。只有秘书处指定的工作人员才能查看真实姓名或更改此项保护。",
  },
  "not-a-member": { title: "不属于该代表团", detail: "此注册不属于该代表团。" },
  "not-allowed": { title: "未获许可", detail: "您的账户无权进行此操作。" },
  "not-confirmed": {
    title: "没有胸卡",
    detail: "只有注册已获核准并持有名额的人员才有胸卡。请先查看其注册。",
  },
  "not-found": { title: "未找到", detail: "此处没有您可以查看的内容。" },
  "not-signed-in": { title: "请登录", detail: "您尚未登录，或登录已失效。" },
  "registration-closed": { title: "注册已关闭", detail: "本次会议目前不接受注册。" },
  "reserve-full": {
    title: "后备名单已满",
    detail: "该代表团提名的人数已达上限。本次提名的人员均未列入。",
  },
  "second-head": { title: "已有团长", detail: "一个代表团只设一名团长。请先更改现任团长的角色。" },
  "too-busy": { title: "同时访问的人数过多", detail: "我们刚才未能完成操作。请稍后再试。" },
  "too-many-uploads": {
    title: "上传文件过多",
    detail: "您的网络在一小时内申报的文件过多。请稍后再试。",
  },
  "unknown-conference": { title: "没有此会议", detail: "此处没有您可以查看的会议。" },
  "version-required": {
    title: "哪个版本？",
    detail: "请在If-Match中说明您所读取的版本，以免任何人的更改丢失。",
  },
  "wrong-content-type": { title: "不是JSON", detail: "请以application/json格式发送请求。" },
  "wrong-state": {
    title: "现阶段无法进行",
    detail: "该注册目前的状态不允许此操作。请重新读取，以了解其状况。",
  },
};
