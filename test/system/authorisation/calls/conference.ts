import { type CallsOf, staff } from "../valid-call.ts";

export const conferenceCalls: CallsOf<"conference"> = {
  listConferences: { may: staff },
  readConference: { may: ["public"] },
  putConference: { may: ["secretariat"], body: ({ settings }) => settings },
  readMails: { may: ["secretariat"] },
  readWaitingList: { may: ["secretariat", "reviewer"] },
  readStatistics: { may: ["secretariat", "reviewer"] },
  adviseComposition: { may: ["secretariat", "reviewer"] },
  introduceStaff: { may: staff },
  listStaff: { may: ["secretariat"] },
  readCapacity: { may: staff },
};
