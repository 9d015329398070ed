import { term, type Framework } from "./framework.js";

/** What the library's own questionnaire and practice page are sorted by. */
export const khaoQuestionnaire: Framework = {
  ...term("khao-questionnaire", "Phiếu hỏi học sinh của Khảo", "Khảo student questionnaire"),
  subjects: {
    questionnaire: {
      domains: [
        term("background", "Thông tin chung", "Background"),
        term("home-resources", "Điều kiện ở nhà", "Home resources"),
        term("mathematics-self-efficacy", "Tự tin trong môn Toán", "Mathematics self-efficacy"),
        term("mathematics-anxiety", "Lo lắng khi học Toán", "Mathematics anxiety"),
        term("mathematics-motivation", "Động cơ học Toán", "Mathematics motivation"),
        term("mathematics-strategies", "Cách học Toán", "Mathematics learning strategies"),
        term("reading-enjoyment", "Sự yêu thích đọc", "Reading enjoyment"),
        term("sense-of-belonging", "Cảm giác gắn bó với trường", "Sense of belonging"),
        term("school-climate", "Bầu không khí ở trường", "School climate"),
        term("use-of-computers", "Việc dùng máy tính", "Use of computers"),
        term("learning-time", "Thời gian học", "Learning time"),
      ],
      processes: [term("self-report", "Tự khai", "Self-report")],
    },
  },
};

export const khaoPractice: Framework = {
  ...term("khao-practice", "Trang luyện tập của Khảo", "Khảo practice page"),
  subjects: {
    practice: {
      domains: [term("practice", "Luyện tập", "Practice")],
      processes: [
        term("single-choice", "Chọn một phương án", "Single choice"),
        term("text-entry", "Trả lời ngắn", "Text entry"),
        term("order", "Sắp xếp", "Order"),
      ],
    },
  },
};
