import type { ComparisonResult } from "../contract/comparisons.js";
import { fieldsFrom, tableOf, valuesOf } from "./columns.js";
import { difTable } from "./dif-table.js";
import { invarianceTables } from "./invariance-tables.js";
import { sibtestTable } from "./sibtest-table.js";
import type { Table } from "./table.js";

const source = {
  vi: "So sánh các nhóm của lần hiệu chỉnh",
  en: "Comparisons of groups under the calibration",
};

const roles = valuesOf({
  reference: ["Nhóm đối chiếu", "Reference group"],
  focal: ["Nhóm quan tâm", "Focal group"],
  group: ["Nhóm được so sánh", "Compared group"],
});

/** The tables of all comparisons of groups that follow a run; those that would have no row are left out. */
export function comparisonTables(results: readonly ComparisonResult[]): Table[] {
  if (results.length === 0) return [];
  return [
    comparisonsTable(results),
    groupsTable(results),
    ...(results.some(({ dif }) => dif) ? [difTable(results)] : []),
    ...(results.some(({ dif }) => dif?.items.some(({ sibtest }) => sibtest)) ? [sibtestTable(results)] : []),
    ...(results.some(({ invariance }) => invariance) ? invarianceTables(results) : []),
  ];
}

/** A row per comparison: what was compared, and how. */
function comparisonsTable(results: readonly ComparisonResult[]): Table {
  const { id, text, time, nominal, integer, number } = fieldsFrom<ComparisonResult>(source);
  const asked = ({ comparison: { ask } }: ComparisonResult) => ask;
  return tableOf(
    {
      name: "comparisons.csv",
      title: { vi: "Các lần so sánh nhóm (DIF, bất biến)", en: "Comparisons of groups (DIF, invariance)" },
    },
    [
      id("comparison", ["Lần so sánh", "Comparison"], ({ comparison }) => comparison.id),
      nominal("kind", ["Loại", "Kind"], (result) => asked(result).kind, {
        ...valuesOf({
          dif: ["Câu hoạt động khác biệt", "Differential item functioning"],
          invariance: ["Bất biến từng phần", "Partial invariance"],
        }),
      }),
      id(
        "grouping",
        ["Chia nhóm theo (biến hoặc cách chia)", "Grouped by (variable or grouping)"],
        (result) => result.comparison.grouping.id.replaceAll("-", "_"),
      ),
      text("grouping_vi", ["Chia nhóm theo, tiếng Việt", "Grouped by, in Vietnamese"], ({ comparison }) =>
        nameIn(comparison.grouping.title, "vi"),
      ),
      text("grouping_en", ["Chia nhóm theo, tiếng Anh", "Grouped by, in English"], ({ comparison }) =>
        nameIn(comparison.grouping.title, "en"),
      ),
      time("asked_at", ["Lúc yêu cầu, UTC", "When asked for, UTC"], ({ comparison }) => comparison.createdAt),
      nominal("matched_on", ["DIF: so khớp theo", "DIF: matched on"], ({ dif }) => dif?.matchedOn ?? null, {
        ...valuesOf({ score: ["Tổng điểm", "Sum score"], ability: ["Năng lực (WLE)", "Ability (WLE)"] }),
      }),
      integer(
        "strata",
        ["DIF: số mức năng lực", "DIF: strata of ability"],
        ({ dif }) => dif?.strataCount ?? null,
      ),
      integer(
        "purified_rounds",
        ["DIF: số vòng tinh lọc", "DIF: rounds of purification"],
        ({ dif }) => dif?.purifiedRounds ?? null,
      ),
      number("threshold", ["Bất biến: ngưỡng RMSD", "Invariance: threshold of RMSD"], (result) => {
        const ask = asked(result);
        return ask.kind === "invariance" ? ask.options.threshold : null;
      }),
      nominal(
        "ended",
        ["Bất biến: kết thúc vì", "Invariance: why it ended"],
        ({ invariance }) => invariance?.ended ?? null,
        {
          ...valuesOf({
            "none above the threshold": ["Không còn cặp nào trên ngưỡng", "No pair left above the threshold"],
            "limit of rounds": ["Hết số vòng", "Limit of rounds"],
            "too few items in common": ["Sẽ còn quá ít câu chung", "Too few items in common would be left"],
          }),
        },
      ),
    ],
    results,
  );
}

type GroupRow = {
  result: ComparisonResult;
  group: ComparisonResult["comparison"]["groups"][number];
  place: number;
};

/** A row per group of a comparison, with its ability and what became of its items. */
function groupsTable(results: readonly ComparisonResult[]): Table {
  const { id, text, nominal, integer, number } = fieldsFrom<GroupRow>(source);
  const ofDif = ({ result: { dif }, group }: GroupRow) => dif?.groups.find((each) => each.id === group.id);
  const ofInvariance = ({ result: { invariance }, group }: GroupRow) =>
    invariance?.groups.find((each) => each.id === group.id);
  type Counts = "common" | "uniqueShared" | "uniqueAlone" | "dropped" | "above";
  const count = (name: string, key: Counts, vi: string, en: string) =>
    integer(name, [`Bất biến: ${vi}`, `Invariance: ${en}`], (row) => ofInvariance(row)?.[key] ?? null);
  return tableOf(
    {
      name: "comparison_groups.csv",
      title: { vi: "Các nhóm của từng lần so sánh", en: "The groups of each comparison" },
    },
    [
      id("comparison", ["Lần so sánh", "Comparison"], ({ result }) => result.comparison.id),
      id("group", ["Nhóm", "Group"], ({ group }) => group.id),
      text("title_vi", ["Tên nhóm, tiếng Việt", "Name in Vietnamese"], ({ group }) =>
        nameIn(group.title, "vi"),
      ),
      text("title_en", ["Tên nhóm, tiếng Anh", "Name in English"], ({ group }) => nameIn(group.title, "en")),
      nominal(
        "role",
        ["Vai trò", "Role"],
        ({ result, place }) => (result.dif ? (place === 0 ? "reference" : "focal") : "group"),
        roles,
      ),
      integer("n", ["Số thí sinh", "Test takers"], ({ group }) => group.n),
      number(
        "mean",
        ["Năng lực trung bình, logit", "Mean of ability in logits"],
        (row) => ofDif(row)?.mean ?? ofInvariance(row)?.mean ?? null,
      ),
      number(
        "se_mean",
        ["Sai số chuẩn của trung bình", "Standard error of the mean"],
        (row) => ofInvariance(row)?.meanSe ?? null,
      ),
      number(
        "variance",
        ["Phương sai năng lực", "Variance of ability"],
        (row) => ofDif(row)?.variance ?? ofInvariance(row)?.variance ?? null,
      ),
      count("common", "common", "số câu chung tham số", "items with common parameters"),
      count(
        "unique_shared",
        "uniqueShared",
        "số câu riêng cùng nhóm khác",
        "unique items shared with other groups",
      ),
      count("unique_alone", "uniqueAlone", "số câu riêng một mình", "unique items of this group alone"),
      count("dropped", "dropped", "số câu bị bỏ", "items left out"),
      count("above", "above", "số câu còn trên ngưỡng", "items still above the threshold"),
    ],
    results.flatMap((result) =>
      result.comparison.groups.map((group, place): GroupRow => ({ result, group, place })),
    ),
  );
}

const nameIn = (title: { vi?: string; en?: string }, language: "vi" | "en"): string | null =>
  title[language] ?? title.vi ?? title.en ?? null;
