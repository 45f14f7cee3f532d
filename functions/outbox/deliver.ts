import { announce } from "#shared/store/announcements.ts";
import { isDue, isSettled, loadPromises, offTheList } from "#shared/store/outbox.ts";
import { Delivery } from "./delivery.ts";
import type { Deliver } from "./handle.ts";
import type { Post } from "./post.ts";

/**
 * Writes, claims, sends, records. A claim whose lease ended means that an earlier sender ended between sending and
 * recording, or that SES never answered: SES knows no idempotent send, so the mail goes out once more, and is recorded
 * as possibly twice. It is written before it is claimed, so that nothing else than sending lies within a lease.
 */
export const deliver =
  (post: Post): Deliver =>
  async (changeId, until) => {
    const now = post.now ?? Date.now;
    if (!(await announce(post.table, changeId, until, now))) return;
    const mails = await loadPromises(post.table, changeId);
    let open = mails.filter((mail) => !isSettled(mail)).length;
    if (mails.length > 0 && open === 0) await offTheList(post.table, changeId);
    const at = new Date(now()).toISOString();
    for (const mail of mails.filter((each) => isDue(each, at))) {
      if (await new Delivery(post, mail, open === 1).run()) open -= 1;
    }
  };
