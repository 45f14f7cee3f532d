import type categoryKinds from "#locales/en/category-kinds.json";
import type common from "#locales/en/common.json";
import type console from "#locales/en/console.json";
import type consoleBadgeDesign from "#locales/en/console-badge-design.json";
import type consoleExports from "#locales/en/console-exports.json";
import type consoleForm from "#locales/en/console-form.json";
import type consoleHome from "#locales/en/console-home.json";
import type consoleLetters from "#locales/en/console-letters.json";
import type consoleProgramme from "#locales/en/console-programme.json";
import type consoleRecords from "#locales/en/console-records.json";
import type consoleRegister from "#locales/en/console-register.json";
import type consoleRegistration from "#locales/en/console-registration.json";
import type consoleSetup from "#locales/en/console-setup.json";
import type countries from "#locales/en/countries.json";
import type delegate from "#locales/en/delegate.json";
import type delegation from "#locales/en/delegation.json";
import type delegationRequest from "#locales/en/delegation-request.json";
import type desk from "#locales/en/desk.json";
import type documents from "#locales/en/documents.json";
import type fileAnswers from "#locales/en/file-answers.json";
import type form from "#locales/en/form.json";
import type gate from "#locales/en/gate.json";
import type letter from "#locales/en/letter.json";
import type page from "#locales/en/page.json";
import type prefill from "#locales/en/prefill.json";
import type programme from "#locales/en/programme.json";
import type questionTemplates from "#locales/en/question-templates.json";
import type registration from "#locales/en/registration.json";
import type sheet from "#locales/en/sheet.json";
import type staff from "#locales/en/staff.json";
import type statistics from "#locales/en/statistics.json";
import type validation from "#locales/en/validation.json";

interface Namespaces {
  "category-kinds": typeof categoryKinds;
  common: typeof common;
  console: typeof console;
  "console-badge-design": typeof consoleBadgeDesign;
  "console-exports": typeof consoleExports;
  "console-form": typeof consoleForm;
  "console-home": typeof consoleHome;
  "console-letters": typeof consoleLetters;
  "console-programme": typeof consoleProgramme;
  "console-records": typeof consoleRecords;
  "console-register": typeof consoleRegister;
  "console-registration": typeof consoleRegistration;
  "console-setup": typeof consoleSetup;
  countries: typeof countries;
  delegate: typeof delegate;
  delegation: typeof delegation;
  "delegation-request": typeof delegationRequest;
  desk: typeof desk;
  documents: typeof documents;
  "file-answers": typeof fileAnswers;
  form: typeof form;
  gate: typeof gate;
  letter: typeof letter;
  page: typeof page;
  prefill: typeof prefill;
  "question-templates": typeof questionTemplates;
  programme: typeof programme;
  registration: typeof registration;
  sheet: typeof sheet;
  staff: typeof staff;
  statistics: typeof statistics;
  validation: typeof validation;
}

/** The files of `locales/<language>/` that each page loads, bundled as one file per language. */
export const pageNamespaces = {
  delegate: ["common", "countries", "delegate", "documents", "form", "registration", "validation"],
  delegation: ["common", "countries", "delegation", "documents", "form", "registration", "validation"],
  /** What the queue and the frame of every view need; `home` to `panels` are loaded with the other views. */
  console: [
    "category-kinds",
    "common",
    "console",
    "countries",
    "form",
    "registration",
    "staff",
    "statistics",
    "validation",
  ],
  desk: ["common", "countries", "desk", "form", "gate", "registration", "staff", "validation"],
  letter: ["common", "letter"],
  /** The parts of the delegate's page that are loaded later. */
  page: ["page", "programme"],
  /** The accreditation request of an organization. */
  request: ["delegation-request"],
  /** The fields of questions that ask for a file. */
  files: ["file-answers"],
  /** Filling in the form from an earlier registration. */
  prefill: ["prefill"],
  /** Views of the console that are loaded when they are opened: the home; the settings; lists, badges, imports, emails. */
  home: ["console-home"],
  setup: ["console-setup"],
  records: ["console-records"],
  /** The open registration of the console. */
  opened: ["console-registration"],
  /** The register, the table of all registrations. */
  register: ["console-register"],
  /** The visa letters of many people. */
  letters: ["console-letters"],
  /** The exports of the register. */
  exports: ["console-exports", "sheet"],
  design: ["console-badge-design"],
  panels: ["console-programme", "programme"],
  /** The form builder of the console. */
  builder: ["console-form"],
  /** The titles of new categories, in all languages. */
  kinds: ["category-kinds"],
  /** The fields of the public form, in the language of a preview. */
  preview: ["common", "countries", "form"],
  /** The texts of the questions that an officer can start from. */
  templates: ["question-templates"],
} as const satisfies Record<string, readonly (keyof Namespaces)[]>;

export type Page = keyof typeof pageNamespaces;

type Merged<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The messages of a page by section. */
export type PageMessages<Name extends Page> = Merged<Namespaces[(typeof pageNamespaces)[Name][number]]>;
