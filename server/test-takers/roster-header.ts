/** Which column holds what. A name can stand in two columns, the family name with the middle names first. */
export interface RosterColumns {
  name: number[];
  schoolNumber?: number;
  group?: number;
}

const wholeName = ["hovaten", "hoten", "hovatenhocsinh", "hotenhocsinh", "tenhocsinh", "hovatenthisinh"];
const wholeNameEnglish = ["name", "fullname", "studentname", "studentsname"];
const familyName = ["hodem", "hovadem", "hovatendem", "hotendem", "ho", "hovachulot", "surname", "lastname"];
const givenName = ["ten", "givenname", "firstname"];
const schoolNumber = [
  "mahocsinh",
  "mahs",
  "masohocsinh",
  "maso",
  "madinhdanh",
  "sobaodanh",
  "sbd",
  "studentid",
  "studentnumber",
  "schoolnumber",
  "id",
];
const group = ["lop", "tenlop", "nhom", "class", "group"];

/** A header's word without marks, case, spaces and signs: "Họ và tên" becomes "hovaten". */
function plain(header: string): string {
  return header
    .toLowerCase()
    .replace(/đ/g, "d")
    .normalize("NFD")
    .replace(/[^a-z0-9]/g, "");
}

/** The columns of a header row, or null where the row is none: a header names at least the name. */
export function columnsOf(cells: readonly string[]): RosterColumns | null {
  const words = cells.map(plain);
  const find = (...names: string[]): number | undefined => {
    const index = words.findIndex((word) => names.includes(word));
    return index < 0 ? undefined : index;
  };
  const name = nameColumns(find);
  if (!name) return null;
  const numberColumn = find(...schoolNumber);
  const groupColumn = find(...group);
  return {
    name,
    ...(numberColumn === undefined ? {} : { schoolNumber: numberColumn }),
    ...(groupColumn === undefined ? {} : { group: groupColumn }),
  };
}

function nameColumns(find: (...names: string[]) => number | undefined): number[] | null {
  const family = find(...familyName);
  const given = find(...givenName);
  if (family !== undefined && given !== undefined) return [family, given];
  const whole = find(...wholeName, ...wholeNameEnglish);
  if (whole === undefined) return null;
  // Lists that merge "Họ và tên" over two columns leave the second one's header empty or call it "Tên".
  return given === undefined ? [whole] : [whole, given];
}
