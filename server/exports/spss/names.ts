/** Words that SPSS keeps for itself (Command Syntax Reference, "Variable Names"). */
const reserved = new Set("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split(" "));

/** Names as SPSS takes them are of so many bytes at most. */
const nameBytesMax = 64;

/**
 * The columns' names as SPSS takes them, in the same order: at most 64 letters, digits and underscores that begin with a
 * letter, none of them a reserved word, none twice where case does not count. A name that is good already stays as it is;
 * `by`, which is reserved, becomes `v_by`.
 */
export function spssNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(/[^A-Za-z0-9_]/g, "_");
    const isGood = /^[A-Za-z]/.test(plain) && !reserved.has(plain.toUpperCase());
    const wanted = (isGood ? plain : `v_${plain}`).slice(0, nameBytesMax);
    let given = wanted;
    for (let copy = 2; taken.has(given.toUpperCase()); copy++) {
      const ending = `_${copy}`;
      given = wanted.slice(0, nameBytesMax - ending.length) + ending;
    }
    taken.add(given.toUpperCase());
    return given;
  });
}
