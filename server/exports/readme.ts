import type { Localised } from "../../item-bank/types.js";
import type { Table } from "./table.js";

/** What the README says of this download. */
export interface Contents {
  studyId: string;
  title: Localised<string>;
  madeAt: Date;
  programVersion: string;
  packageHash: string;
  sittingCount: number;
  waitingForCoding: number;
  /** Title of the calibration whose tables are in it, or null. */
  runTitle: string | null;
  tables: readonly Table[];
}

/** README.md, in Vietnamese and English: what each file is, and every rule that a number in it follows. */
export function readme(contents: Contents): string {
  return `${vietnamese(contents)}\n---\n\n${english(contents)}`;
}

const list = (tables: readonly Table[], language: "vi" | "en") =>
  tables.map(({ name, title }) => `- \`${name}\` – ${title[language] ?? ""}`).join("\n");

function vietnamese(contents: Contents): string {
  const {
    studyId,
    title,
    madeAt,
    programVersion,
    packageHash,
    sittingCount,
    waitingForCoding,
    runTitle,
    tables,
  } = contents;
  return `# ${title.vi ?? title.en ?? studyId}

Dữ liệu của nghiên cứu \`${studyId}\`, tải về lúc ${madeAt.toISOString()} bằng Khảo ${programVersion}.
${sittingCount} lượt làm bài đã kết thúc; bộ đề đã khoá có SHA-256 \`${packageHash}\`.
${waitingForCoding > 0 ? `**${waitingForCoding} câu trả lời tự luận còn chờ chấm**: điểm của chúng là ô trống.\n` : ""}
Trong R: \`setwd("thư mục này"); source("read.R")\`.
Trong SPSS (hay PSPP), một dòng lệnh: \`INSERT FILE='thư mục này/read_vi.sps' CD=YES ENCODING='UTF8'.\`

## Các tệp

${list(tables, "vi")}
${
  runTitle === null
    ? "- Chưa có lần phân tích nào xong, nên không có tham số câu hỏi và ước lượng năng lực."
    : `- \`run.json\` – các lựa chọn, dữ liệu vào (mã băm) và tóm tắt của lần phân tích “${runTitle}”.
- \`analysis.json\` – cũng lần phân tích ấy cho dòng lệnh: \`khao analyse analysis.json --out results\` đọc \`calibration_scores.csv\` và cho đúng các số này.`
}
- \`read.R\` – đọc các tệp vào R. \`read_vi.sps\`, \`read_en.sps\` – đọc mọi tệp (trừ sổ mã) vào SPSS với nhãn tiếng Việt hay tiếng Anh, lưu mỗi tệp thành \`.sav\` cạnh tệp CSV, và in lại n, trung bình, độ lệch chuẩn của \`classical.csv\`.
- \`checksums.sha256\` – mã băm của từng tệp; kiểm tra bằng \`sha256sum -c checksums.sha256\`.

## Quy ước

- Mỗi dòng là một người làm bài, nhận biết bằng mã ẩn danh \`id\`; không có tên hay mã đăng nhập, và không tệp nào nói em nào ở lớp nào. Câu trả lời tự do có thể chứa điều người làm bài tự viết về mình: hãy xem trước khi công bố.
- Tên biến là tên câu hỏi; phần đuôi nói biến là gì: \`_R\` câu trả lời như đã đưa ra (chữ A, B… trước đuôi là từng ý), không có đuôi là điểm, \`_S\` điểm từng ý (0/1), \`_P\` điểm thi, \`_M\` trạng thái, \`_T\` giây, \`_F\` giây đến lần trả lời đầu, \`_V\` số lần ghé, \`_A\` số lần trả lời. Phiếu hỏi không có đuôi.
- **Thiếu dữ liệu.** Không dùng số đặc biệt (như 97, 99) trong các tệp câu trả lời và điểm, để không số nào bị hiểu nhầm là dữ liệu: ô trống là thiếu, và \`responses_status.csv\` nói vì sao: 1 có trả lời, 2 chờ chấm, 8 bỏ trống, 9 chưa làm tới, trống là không có trong đề. Chưa làm tới là chuỗi câu trống ở cuối mỗi phần có giới hạn thời gian.
- \`responses_scored.csv\` dùng ngay được: bỏ trống là 0; không có trong đề, chưa làm tới và chờ chấm là ô trống. Muốn quy tắc khác, ghép với \`responses_status.csv\`.
- \`classical.csv\` tính từ đúng các điểm ấy: tỉ lệ đúng là trung bình cột chia điểm tối đa. Với thiết kế xoay vòng, điểm phần còn lại là tỉ lệ điểm đạt được ở các câu khác mà người đó gặp.
- So sánh nhóm (DIF, bất biến): mỗi lần so sánh đã xong của lần hiệu chỉnh là một dòng của \`comparisons.csv\`; các bảng khác ghép theo \`comparison\`, tên nhóm ở \`comparison_groups.csv\`. Hiệu ứng DIF là của nhóm quan tâm, âm là khó hơn; riêng beta của SIBTEST (\`dif_sibtest.csv\`) dương là khó hơn, như trong các tài liệu. Mỗi lần so sánh có thêm \`dif_G….json\` hay \`invariance_G….json\` với tệp \`…_scores.csv\` của nó: \`khao analyse dif_G….json --out results\` cho đúng các số ấy (không có với nhóm là lớp, vì không tệp nào nói em nào ở lớp nào; cũng không có khi DIF so khớp theo năng lực, vì lệnh không có cách so khớp đó). Liên kết thang: có những liên kết đã chọn đưa vào tệp tải về; θ gốc = A θ + B, ghép theo \`link\`.
- Câu tự luận: mã được tính là mã đã quyết định khi hai người chấm khác nhau, nếu không thì là mã của người thứ nhất (\`codes.csv\`).
- CSV: UTF-8, dấu phẩy ngăn cột, dấu chấm thập phân, chữ đặt trong ngoặc kép, giờ UTC theo ISO 8601. Chữ người làm bài gõ được giữ nguyên, kể cả khi bắt đầu bằng =, +, − hay @: trong Excel hãy nhập bằng Data > From Text và chọn kiểu Text cho các cột \`_R\`, đừng mở thẳng.
- SPSS: ô trống của số là system-missing; ô trống của loại chữ (đến 8 byte) được khai báo là missing. Tên mà SPSS giữ riêng có thêm \`v_\` (\`by\` thành \`v_by\`), nhãn được cắt ở 256 byte, nhãn giá trị ở 120, chữ ở 32.767; giờ thành kiểu ngày giờ. Nếu có câu trả lời xuống dòng thì SPSS đọc bản sao \`…_spss.txt\`, trong đó chỗ xuống dòng là ↵.
`;
}

function english(contents: Contents): string {
  const {
    studyId,
    title,
    madeAt,
    programVersion,
    packageHash,
    sittingCount,
    waitingForCoding,
    runTitle,
    tables,
  } = contents;
  return `# ${title.en ?? title.vi ?? studyId}

Data of the study \`${studyId}\`, downloaded at ${madeAt.toISOString()} with Khảo ${programVersion}.
${sittingCount} finished sittings; the sealed package has the SHA-256 \`${packageHash}\`.
${waitingForCoding > 0 ? `**${waitingForCoding} open responses still wait for a coder**: their scores are empty cells.\n` : ""}
In R: \`setwd("this folder"); source("read.R")\`.
In SPSS (or PSPP), one line of syntax: \`INSERT FILE='this folder/read_en.sps' CD=YES ENCODING='UTF8'.\`

## The files

${list(tables, "en")}
${
  runTitle === null
    ? "- No calibration is finished yet, so there are no item parameters and ability estimates."
    : `- \`run.json\` – options, hash of the input data and summary of the calibration “${runTitle}”.
- \`analysis.json\` – the same calibration for the command line: \`khao analyse analysis.json --out results\` reads \`calibration_scores.csv\` and gives the same numbers.`
}
- \`read.R\` – reads the files into R. \`read_vi.sps\`, \`read_en.sps\` – read every file but the codebook into SPSS, with labels in Vietnamese or English, save each as \`.sav\` beside its CSV, and print the n, means and standard deviations of \`classical.csv\` again.
- \`checksums.sha256\` – a hash of each file; check with \`sha256sum -c checksums.sha256\`.

## Conventions

- A row is a test taker, known by the pseudonymous \`id\`; there are no names and login codes, and no file says who is in which class. Free text can hold what test takers wrote of themselves: look before you publish.
- A variable is named by its item, and the ending says what it is: \`_R\` the response as given (letters A, B … before the ending are parts), no ending the score, \`_S\` scores of parts (0/1), \`_P\` exam points, \`_M\` status, \`_T\` seconds, \`_F\` seconds to the first response, \`_V\` visits, \`_A\` responses given and changed. Questionnaire variables have no ending.
- **Missing data.** No special numbers (such as 97 or 99) stand in the files of responses and scores, so that none can be taken for data: an empty cell is missing, and \`responses_status.csv\` says why: 1 answered, 2 waits for a coder, 8 omitted, 9 not reached, empty not presented. Not reached is the run of empty items at the end of a block, which has its own time limit.
- \`responses_scored.csv\` is ready to use: omitted is 0; not presented, not reached and waiting for a coder are empty. For another rule, join it with \`responses_status.csv\`.
- \`classical.csv\` rests on exactly these scores: the proportion correct is the column's mean over the maximum score. In a rotated design the rest score is the share of points on the other items that the test taker met.
- Comparisons of groups (DIF, invariance): each finished comparison of the calibration is a row of \`comparisons.csv\`; the other tables go with it by \`comparison\`, and \`comparison_groups.csv\` names the groups. Effects of DIF are the focal group's, negative where harder; only SIBTEST's beta (\`dif_sibtest.csv\`) is positive where harder, as in the literature. Each comparison has a \`dif_G….json\` or \`invariance_G….json\` with its \`…_scores.csv\`: \`khao analyse dif_G….json --out results\` gives the same numbers (there is none where the groups are classes, as no file says who is in which, nor for DIF matched on ability, which the command does not do). Linking: the links that were chosen for the download; θ base = A θ + B, tables by \`link\`.
- Open responses: the code that counts is the one decided where two coders differed, else the first coder's (\`codes.csv\`).
- CSV: UTF-8, commas, decimal points, texts in quotes, UTC times by ISO 8601. What test takers typed is kept as it is, also where it begins with =, +, − or @: in Excel import it by Data > From Text with the type Text for the \`_R\` columns, and do not open it directly.
- SPSS: empty numbers are system-missing; empty categories (texts up to 8 bytes) are declared missing. Names that SPSS keeps for itself begin with \`v_\` (\`by\` is \`v_by\`), labels end at 256 bytes, value labels at 120, texts at 32,767; times are dates of SPSS. Where responses have line breaks, SPSS reads the copy \`…_spss.txt\`, in which ↵ stands for each.
`;
}
