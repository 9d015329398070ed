import { term, type Framework } from "./framework.js";

/** Text types and reading processes of SEA-PLM (UNICEF and SEAMEO), as the grade 5 items of the library use them. */
export const seaPlm2024: Framework = {
  ...term("sea-plm-2024", "SEA-PLM 2024", "SEA-PLM 2024"),
  subjects: {
    reading: {
      domains: [
        term("narrative", "Văn bản tự sự", "Narrative text"),
        term("descriptive", "Văn bản miêu tả", "Descriptive text"),
        term("persuasive", "Văn bản thuyết phục", "Persuasive text"),
        term("instructional", "Văn bản hướng dẫn", "Instructional text"),
        term("notice-and-map", "Thông báo và bản đồ", "Notice and map"),
      ],
      processes: [
        term("locating", "Tìm thông tin", "Locating"),
        term("interpreting", "Giải thích", "Interpreting"),
        term("reflecting", "Phản hồi", "Reflecting"),
      ],
    },
  },
};
