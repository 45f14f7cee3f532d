import design from "virtual:messages/design";
import home from "virtual:messages/home";
import letters from "virtual:messages/letters";
import panels from "virtual:messages/panels";
import records from "virtual:messages/records";
import register from "virtual:messages/register";
import setup from "virtual:messages/setup";
import { createLazyView, type LazyView } from "./lazy-view.tsx";
import type { ConsoleView } from "./views.ts";

/** The views by name. Each is loaded when it is opened. */
export const viewComponents: Readonly<Record<ConsoleView, LazyView<object>>> = {
  home: createLazyView(() => import("./home/home-view.tsx").then((part) => part.HomeView), home),
  queue: createLazyView(() => import("./queue/queue.tsx").then((part) => part.QueueView)),
  register: createLazyView(() => import("./register/register-view.tsx").then((part) => part.RegisterView), register),
  capacity: createLazyView(() => import("./capacity/capacity.tsx").then((part) => part.CapacityView)),
  statistics: createLazyView(() => import("./statistics.tsx").then((part) => part.StatisticsView), records),
  attendance: createLazyView(() => import("./attendance/attendance.tsx").then((part) => part.AttendanceView), records),
  delegations: createLazyView(
    () => import("./delegations/delegations.tsx").then((part) => part.DelegationsView),
    records,
  ),
  programme: createLazyView(
    () => import("./programme/programme-view.tsx").then((part) => part.ProgrammeView),
    panels,
    setup,
  ),
  participants: createLazyView(
    () => import("./participants/participant-list.tsx").then((part) => part.ParticipantListView),
    records,
  ),
  badges: createLazyView(() => import("./badges/badges.tsx").then((part) => part.BadgesView), records),
  "badge-design": createLazyView(
    () => import("./badge-designer/badge-design-view.tsx").then((part) => part.BadgeDesignView),
    design,
    setup,
  ),
  letters: createLazyView(
    () => import("./letters/letters-view.tsx").then((part) => part.LettersView),
    register,
    letters,
  ),
  emails: createLazyView(() => import("./emails/emails.tsx").then((part) => part.EmailsView)),
  imports: createLazyView(() => import("./imports/imports.tsx").then((part) => part.ImportsView), records),
  settings: createLazyView(() => import("./setup/settings.tsx").then((part) => part.SettingsView), setup),
};

/** The form of a new conference. */
export const NewConference = createLazyView(() => import("./setup/setup.tsx").then((part) => part.SetupView), setup);

export const CopyConference = createLazyView(
  () => import("./setup/copy/copy-conference.tsx").then((part) => part.CopyConference),
  setup,
);
