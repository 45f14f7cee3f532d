import * as badge from "#shared/domain/badge.ts";
import type { BadgeAccess } from "#shared/domain/entry/badge-life.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The secretariat limits a badge to days and zones, or lifts the limits. */
export const limitAccess =
  (table: Table): Handler<"limitAccess"> =>
  async (request) => {
    const access = request.body as BadgeAccess;
    return carryOutOn(table, request, (before, _, occasion) => badge.limitAccess(before, access, occasion));
  };
