import type { CommandStore } from "#shared/commands/command-store.ts";
import * as badge from "#shared/domain/badge.ts";
import type { BadgeAccess } from "#shared/domain/entry/badge-life.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** The secretariat limits a badge to days and zones, or lifts the limits. */
export const limitAccess =
  (table: CommandStore): Handler<"limitAccess"> =>
  async (request) => {
    const access = request.body as BadgeAccess;
    return executeOnRegistration(table, request, (before, _, context) => badge.limitAccess(before, access, context));
  };
