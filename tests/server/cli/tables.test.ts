import { describe, expect, it } from "vitest";
import { resultFiles as assemble } from "../../../server/cli/assemble/run.js";
import { resultFiles as calibrate } from "../../../server/cli/calibrate/result-files.js";
import { resultFiles as equate } from "../../../server/cli/equate/run.js";
import { resultFiles as link } from "../../../server/cli/link/run.js";
import { resultFiles as pv } from "../../../server/cli/pv/run.js";
import { resultFiles as route } from "../../../server/cli/route/run.js";
import { resultFiles as adaptive } from "../../../server/cli/simulate-adaptive/run.js";
import { resultFiles as responses } from "../../../server/cli/simulate-responses/run.js";
import { resultFiles as survey } from "../../../server/cli/survey/run.js";
import { documentedTables } from "../../support/documented-tables.js";

const commands = {
  ...{ calibrate, analyse: calibrate, link, equate, pv, survey, assemble, route },
  ...{ "simulate-adaptive": adaptive, "simulate-responses": responses },
};

// That a file's columns are those of the page is checked wherever a test runs a command: see support/run-command.ts.
describe("docs/tables.md", () => {
  const tables = documentedTables();

  it.each(Object.entries(commands))("has every table of khao %s, and no other", (command, files) => {
    const written = files.filter((file) => file.endsWith(".csv"));
    expect([...(tables.get(command)?.keys() ?? [])].sort()).toEqual([...written].sort());
  });

  it("names each column of a table once, and has columns for each table", () => {
    expect([...tables.keys()].sort()).toEqual(Object.keys(commands).sort());
    for (const [command, files] of tables)
      for (const [file, { columns }] of files) {
        expect(columns.length, `${command} ${file}`).toBeGreaterThan(0);
        expect(columns.filter((column, n) => columns.indexOf(column) !== n)).toEqual([]);
      }
  });
});
