import { term, type Framework } from "./framework.js";

/**
 * Content strands and mathematical competencies of Viet Nam's general education curriculum of 2018, which the graduation
 * exam follows since 2025. Numbers and algebra are kept apart from functions and calculus, as exam blueprints do.
 */
export const thpt2025: Framework = {
  ...term("thpt-2025", "Thi tốt nghiệp THPT 2025", "Graduation exam 2025"),
  subjects: {
    mathematics: {
      domains: [
        term("numbers-and-algebra", "Số và đại số", "Numbers and algebra"),
        term("functions-and-calculus", "Hàm số và giải tích", "Functions and calculus"),
        term("geometry-and-measurement", "Hình học và đo lường", "Geometry and measurement"),
        term("statistics-and-probability", "Thống kê và xác suất", "Statistics and probability"),
      ],
      processes: [
        term("thinking-and-reasoning", "Tư duy và lập luận toán học", "Mathematical thinking and reasoning"),
        term("modelling", "Mô hình hoá toán học", "Mathematical modelling"),
        term("problem-solving", "Giải quyết vấn đề toán học", "Mathematical problem solving"),
        term("communication", "Giao tiếp toán học", "Mathematical communication"),
        term("tools", "Sử dụng công cụ, phương tiện học toán", "Use of mathematical tools"),
      ],
    },
  },
};
