/** The frame of every page, in English; the catalogue whose shape the others have. */
export const common = {
  frame: {
    skip: "Skip to the content",
    language: "Language",
    foot: "Registration and accreditation for intergovernmental conferences",
    signOut: "Sign out",
  },
  common: {
    loading: "Loading …",
    retry: "Try again",
    optional: "optional",
    cancel: "Cancel",
    close: "Close",
    back: "Back",
    choose: "Please choose",
    openList: "Show the list",
    nothingFits: "Nothing in the list fits.",
    colon: ": ",
  },
  error: {
    unreachable: "There is no connection",
    unreachableDetail: "Nothing you entered is lost. Please try again when you are connected.",
    broken: "Something of ours is broken",
    brokenDetail: "Please try again in a moment.",
    summary: "Please correct the following",
  },
};
