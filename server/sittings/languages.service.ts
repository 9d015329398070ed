import type { Language } from "../../item-bank/types.js";
import type { StudyPackage } from "../studies/package.js";
import { SittingModel, type SittingRecord } from "./sittings.model.js";

/**
 * The language in which each test taker of a study took the test: that of the screen on which every block of the test was
 * begun. Who began blocks in different languages, or before the language was kept, is left out.
 *
 * @returns by the test taker's pseudonymous id.
 */
export async function languagesOfStudy({ studyId, blocks }: StudyPackage): Promise<Map<string, Language>> {
  const records = await SittingModel.find({ studyId }, { testTakerId: 1, "state.blocks": 1 }).lean<
    Pick<SittingRecord, "testTakerId" | "state">[]
  >();
  return new Map(
    records.flatMap(({ testTakerId, state }): [string, Language][] => {
      const begun = state.blocks.filter(
        ({ blockId, startedAtMs }) => blocks[blockId]?.kind === "test" && startedAtMs !== null,
      );
      const [language, ...others] = new Set(begun.map((block) => block.language));
      return language === undefined || others.length > 0 ? [] : [[testTakerId, language]];
    }),
  );
}
