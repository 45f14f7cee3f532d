import type { Translated } from "../../i18n/catalogue.ts";
import type { delegateWords as shape } from "../en/delegate-words.ts";

export const delegateWords: Translated<typeof shape> = {
  home: {
    title: "会议注册",
    lead: "每个会议都有自己的页面，您可在其中注册，并随后查看注册状态。",
    invitation: "如需注册，请打开邀请函或会议网站上的链接。",
    registered: "如已注册，请打开我们任一邮件中的链接。",
    staff: "工作人员入口",
    console: "秘书处",
    desk: "入口接待处",
  },
  conference: {
    register: "注册",
    apply: "开始注册",
    when: "时间",
    where: "地点",
    asked: "所需材料",
    askedAlways: "约五分钟时间，以及一个您经常查看的电子邮箱。",
    askedPhoto: "部分类别需要本人照片。",
    askedLetter: "部分类别需要派遣函。",
    waitingList: "目前席位已满。如您注册，将进入候补名单。",
    isFull: "席位已满。",
    isClosed: "注册已关闭。如已注册，您仍可查看注册信息。",
    open: "注册开放中",
    closed: "注册已关闭",
  },
  seats: {
    available: "尚有席位",
    few: "席位不多",
    "waiting-list": "候补名单",
    full: "已满",
  },
  link: {
    title: "已经注册？",
    lead: "我们会向您发送链接，用于打开您的注册信息或代表团页面。",
    email: "电子邮件地址",
    send: "发送链接",
    sent: "如果该地址已注册，链接正在发送中，十分钟内有效。",
  },
  step: {
    you: "个人信息",
    part: "参会身份",
    needs: "证件与需求",
    review: "核对并提交",
    consent: "您的同意",
    of: "第{step}步，共{steps}步",
    next: "继续",
    send: "提交注册",
    saved: "您填写的内容会保存在本设备上直至提交，最长两天。",
    change: "修改",
    nothing: "未填写任何内容。",
    notYet: "尚未提交。",
  },
  done: {
    title: "您的注册已收到",
    held: "秘书处审核期间，已为您保留席位。",
    waiting: "您已进入候补名单。目前已满的有：",
    received: "秘书处将审核您的注册。",
    next: "接下来",
    mail: "我们会发送确认邮件至",
    review: "秘书处审核您的注册并与您联系。",
    travel: "获批前请勿安排行程。",
  },
  signIn: {
    title: "打开我的注册信息",
    lead: "此链接只能使用一次。如使用公共设备，完成后请退出。",
    open: "打开",
  },
  status: {
    delegation: "前往我的代表团",
    waitingFor: "目前已满的有：",
    sessions: "会议场次",
  },
  standing: {
    confirmed: {
      title: "您的参会已确认",
      next: "请携带您的二维码（纸质或手机）和身份证件，在入口接待处领取证件。",
    },
    offered: {
      title: "为您提供了一个席位",
      next: "请在期限内接受，否则将转给下一位候补者。",
    },
    approvedWaiting: {
      title: "已批准，候补中",
      next: "一旦有席位，我们会向您发送二维码。收到前请勿出行。",
    },
    approvedUnseated: {
      title: "已批准，暂无席位",
      next: "如仍希望参会，请重新申请席位，您将排在队尾。",
    },
    unseated: {
      title: "您没有席位",
      next: "如仍希望参会，请重新申请席位，您将排在队尾。",
    },
    held: {
      title: "您的注册正在审核",
      next: "席位已为您保留。秘书处将与您联系，您无需任何操作。",
    },
    waiting: {
      title: "您在候补名单中",
      next: "空出的席位依次分配给候补者。轮到您时，我们会立即通知。",
    },
    received: {
      title: "您的注册正在审核",
      next: "席位由秘书处决定，并将与您联系。",
    },
    returned: {
      title: "您的注册需要更正",
      next: "请更正以下栏目并重新提交。",
    },
    rejected: {
      title: "您的注册未获通过",
      next: "感谢您的关注。如有疑问，请联系秘书处。",
    },
    revoked: {
      title: "您的批准已被撤销",
      next: "已发给您的证件不再有效。如认为有误，请联系秘书处。",
    },
    withdrawn: {
      title: "您的注册已撤回",
      next: "如改变主意，您可以重新注册。",
    },
  },
  offer: {
    until: "请在{until}前作出决定。",
    accept: "接受席位",
    decline: "让给他人",
    declineTitle: "要把席位让给他人吗？",
    declineMeans: "席位将立即转给队列中的下一位。如果以后再申请，您将排在队尾。",
    again: "重新申请席位",
  },
  amend: {
    open: "修改我的信息",
    title: "修改我的信息",
    returned: "请更正",
    reason: "秘书处留言：",
    until: "您的席位保留至{until}。",
    send: "提交更正",
  },
  withdraw: {
    ask: "撤回我的注册",
    title: "要撤回您的注册吗？",
    means: "您的席位将立即转给下一位。若日后重新注册，将排在队尾。",
    yes: "撤回",
    no: "保留我的注册",
    reason: "原因",
  },
  calendar: {
    add: "添加到我的日历",
  },
  badge: {
    show: "显示我的二维码",
    alt: "您证件的二维码",
    serial: "证件二维码 编号{serial}",
    hint: "断网时仍可显示，直到您退出或关闭此标签页。",
  },
};
