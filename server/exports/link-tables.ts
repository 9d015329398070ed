import type { LinkedItemRow, LinkResult } from "../contract/linking.js";
import { fieldsFrom, tableOf } from "./columns.js";
import type { Table } from "./table.js";
import { variableName } from "./variables.js";

/** A part of a link with the link's number. */
interface Of<Part> {
  link: number;
  part: Part;
}

const source = { vi: "Liên kết thang với lần hiệu chỉnh khác", en: "Linking to another calibration" };
const numberLabel = ["Liên kết thứ mấy", "Number of the link"] as const;

/** The links that were put into the download; none without any. */
export function linkTables(links: readonly LinkResult[]): Table[] {
  if (links.length === 0) return [];
  const parts = <Part>(of: (link: LinkResult) => readonly Part[]): Of<Part>[] =>
    links.flatMap((link, k) => of(link).map((part) => ({ link: k + 1, part })));
  return [
    linksTable(parts((link) => [link])),
    methodsTable(parts(({ methods }) => methods)),
    itemsTable(parts(({ items }) => items)),
  ];
}

function linksTable(rows: readonly Of<LinkResult>[]): Table {
  const { id, integer, number, text, nominal, yes } = fieldsFrom<Of<LinkResult>>(source);
  return tableOf(
    {
      name: "links.csv",
      title: {
        vi: "Hằng số liên kết thang: θ gốc = A θ + B",
        en: "Linking constants: θ base = A θ + B",
      },
    },
    [
      integer("link", numberLabel, ({ link }) => link),
      id(
        "base_run",
        ["Lần hiệu chỉnh có thang gốc", "Calibration of the base scale"],
        ({ part }) => part.base.id,
      ),
      text("base_title", ["Tên của lần gốc", "Its title"], ({ part }) => part.base.title),
      id("base_study", ["Nghiên cứu của lần gốc", "Its study"], ({ part }) => part.base.studyId),
      nominal("method", ["Cách liên kết", "Method"], ({ part }) => part.method),
      yes("robust", ["Bỏ câu không ổn định", "Unstable items dropped"], ({ part }) => part.isRobust),
      number("slope", ["A", "A"], ({ part }) => part.slope),
      number("intercept", ["B", "B"], ({ part }) => part.intercept),
      yes("slope_held", ["A giữ ở 1", "A held at 1"], ({ part }) => !part.hasSlope),
      number("se_slope", ["Sai số chuẩn của A", "Standard error of A"], ({ part }) =>
        part.hasSlope ? (part.standardErrors?.slope ?? null) : null,
      ),
      number(
        "se_intercept",
        ["Sai số chuẩn của B", "Standard error of B"],
        ({ part }) => part.standardErrors?.intercept ?? null,
      ),
      text(
        "se_note_vi",
        ["Vì sao không có sai số chuẩn, tiếng Việt", "Why there are no standard errors, in Vietnamese"],
        ({ part }) => part.standardErrorReason?.vi ?? null,
      ),
      text(
        "se_note_en",
        ["Vì sao không có sai số chuẩn, tiếng Anh", "Why there are no standard errors, in English"],
        ({ part }) => part.standardErrorReason?.en ?? null,
      ),
      number(
        "link_error_slope",
        ["Sai số liên kết của A (jackknife)", "Link error of A (jackknife)"],
        ({ part }) => part.linkError?.slope ?? null,
      ),
      number(
        "link_error_intercept",
        ["Sai số liên kết của B (jackknife)", "Link error of B (jackknife)"],
        ({ part }) => part.linkError?.intercept ?? null,
      ),
      integer(
        "units",
        ["Số đơn vị ngữ liệu", "Units of items"],
        ({ part }) => part.linkError?.unitCount ?? null,
      ),
      number(
        "link_error_difference",
        ["Sai số liên kết theo chênh lệch", "Link error of differences"],
        ({ part }) => part.linkErrorOfDifferences,
      ),
      integer("n_common", ["Số câu chung", "Common items"], ({ part }) => part.items.length),
      integer(
        "n_used",
        ["Số câu được dùng", "Items used"],
        ({ part }) => part.items.filter(({ isUsed }) => isUsed).length,
      ),
      yes("converged", ["Đã hội tụ", "Converged"], ({ part }) => part.converged),
    ],
    rows,
  );
}

function methodsTable(rows: readonly Of<LinkResult["methods"][number]>[]): Table {
  const { integer, number, nominal } = fieldsFrom<(typeof rows)[number]>(source);
  return tableOf(
    {
      name: "link_methods.csv",
      title: { vi: "Hằng số liên kết thang theo từng cách", en: "Linking constants by method" },
    },
    [
      integer("link", numberLabel, ({ link }) => link),
      nominal("method", ["Cách liên kết", "Method"], ({ part }) => part.method),
      number("slope", ["A", "A"], ({ part }) => part.slope),
      number("se_slope", ["Sai số chuẩn của A", "Standard error of A"], ({ part }) => part.slopeSe),
      number("intercept", ["B", "B"], ({ part }) => part.intercept),
      number("se_intercept", ["Sai số chuẩn của B", "Standard error of B"], ({ part }) => part.interceptSe),
    ],
    rows,
  );
}

function itemsTable(rows: readonly Of<LinkedItemRow>[]): Table {
  const { id, integer, number, yes } = fieldsFrom<Of<LinkedItemRow>>(source);
  return tableOf(
    {
      name: "link_items.csv",
      title: { vi: "Các câu chung trước và sau khi liên kết", en: "Common items before and after linking" },
    },
    [
      integer("link", numberLabel, ({ link }) => link),
      id("item", ["Câu hỏi", "Item"], ({ part }) => variableName(part.itemId)),
      yes("used", ["Được dùng cho hằng số", "Used for the constants"], ({ part }) => part.isUsed),
      number("a_base", ["Độ dốc ở thang gốc", "Slope on the base scale"], ({ part }) => part.baseSlope),
      number(
        "a_before",
        ["Độ dốc trước khi liên kết", "Slope before linking"],
        ({ part }) => part.otherSlopeBefore,
      ),
      number("a_after", ["Độ dốc sau khi liên kết", "Slope after linking"], ({ part }) => part.otherSlope),
      number(
        "b_base",
        ["Độ khó trung bình ở thang gốc", "Mean difficulty on the base scale"],
        ({ part }) => part.baseDifficulty,
      ),
      number(
        "b_before",
        ["Độ khó trước khi liên kết", "Difficulty before linking"],
        ({ part }) => part.otherDifficultyBefore,
      ),
      number(
        "b_after",
        ["Độ khó sau khi liên kết", "Difficulty after linking"],
        ({ part }) => part.otherDifficulty,
      ),
      number("difference", ["b_after trừ b_base", "b_after less b_base"], ({ part }) => part.difference),
      number(
        "se_difference",
        ["Sai số chuẩn của chênh lệch", "Standard error of the difference"],
        ({ part }) => part.differenceSe,
      ),
      number("robust_z", ["z bền vững", "Robust z"], ({ part }) => part.robustZ),
      yes("unstable", ["Không ổn định", "Unstable"], ({ part }) => part.isUnstable),
      number(
        "curve_difference",
        ["Khoảng cách hai đường cong", "Distance of the curves"],
        ({ part }) => part.curveDifference,
      ),
    ],
    rows,
  );
}
