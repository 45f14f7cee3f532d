/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "证件",
  serial: "第{serial}号",
  role: {
    "head-of-delegation": "代表团团长",
    delegate: "代表",
    speaker: "发言人",
    moderator: "主持人",
    observer: "观察员",
    staff: "工作人员",
  },
};
