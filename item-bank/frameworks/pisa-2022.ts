import { term, type Framework } from "./framework.js";

/** Content areas and processes of the OECD's frameworks for PISA 2022 (mathematics), 2018 (reading) and 2015 (science), all used in 2022. */
export const pisa2022: Framework = {
  ...term("pisa-2022", "PISA 2022", "PISA 2022"),
  subjects: {
    mathematics: {
      domains: [
        term("quantity", "Đại lượng", "Quantity"),
        term("change-and-relationships", "Thay đổi và các mối quan hệ", "Change and relationships"),
        term("space-and-shape", "Không gian và hình khối", "Space and shape"),
        term("uncertainty-and-data", "Tính không chắc chắn và dữ liệu", "Uncertainty and data"),
      ],
      processes: [
        term("reason", "Suy luận toán học", "Reason"),
        term("formulate", "Thiết lập mô hình toán học", "Formulate"),
        term("employ", "Vận dụng toán học", "Employ"),
        term("interpret-and-evaluate", "Giải thích và đánh giá", "Interpret and evaluate"),
      ],
    },
    reading: {
      domains: [
        term("single-narrative", "Một văn bản, tự sự", "Single text, narrative"),
        term("single-descriptive", "Một văn bản, miêu tả", "Single text, descriptive"),
        term("single-expository", "Một văn bản, thuyết minh", "Single text, expository"),
        term("single-argumentative", "Một văn bản, nghị luận", "Single text, argumentative"),
        term("single-instructional", "Một văn bản, hướng dẫn", "Single text, instructional"),
        term("single-non-continuous", "Một văn bản, không liên tục", "Single text, non-continuous"),
        term("multiple-expository", "Nhiều văn bản, thuyết minh", "Multiple texts, expository"),
        term("multiple-argumentative", "Nhiều văn bản, nghị luận", "Multiple texts, argumentative"),
        term("multiple-non-continuous", "Nhiều văn bản, không liên tục", "Multiple texts, non-continuous"),
      ],
      processes: [
        term("locate-information", "Tìm thông tin", "Locate information"),
        term("understand", "Hiểu", "Understand"),
        term("evaluate-and-reflect", "Đánh giá và phản hồi", "Evaluate and reflect"),
      ],
    },
    science: {
      domains: [
        term("physical-systems", "Hệ thống vật chất", "Physical systems"),
        term("living-systems", "Hệ thống sống", "Living systems"),
        term("earth-and-space-systems", "Hệ thống Trái Đất và vũ trụ", "Earth and space systems"),
      ],
      processes: [
        term(
          "explain-phenomena",
          "Giải thích hiện tượng một cách khoa học",
          "Explain phenomena scientifically",
        ),
        term(
          "evaluate-and-design-enquiry",
          "Đánh giá và thiết kế nghiên cứu khoa học",
          "Evaluate and design scientific enquiry",
        ),
        term(
          "interpret-data-and-evidence",
          "Giải thích dữ liệu và bằng chứng một cách khoa học",
          "Interpret data and evidence scientifically",
        ),
      ],
    },
  },
};
