/** Something wrong with what the caller gave: its message is one sentence that says where and what to do. */
export class InputError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "InputError";
  }
}

/** A place in a table as people find it: the file, its line, the column's name. */
export function place(file: string, line: number, column?: string): string {
  return column === undefined ? `${file}, line ${line}` : `${file}, line ${line}, column "${column}"`;
}
