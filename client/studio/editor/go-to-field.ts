/**
 * Puts the cursor into the field that a problem's path names, or the nearest one around it: fields and their groups
 * carry the path of what they edit as `data-path`. A path that ends in a language leads to that language's field.
 *
 * @returns whether there was one.
 */
export function goToField(path: string, root: ParentNode = document): boolean {
  const places = [...root.querySelectorAll<HTMLElement>("[data-path]")];
  const language = /\/(vi|en)(?:\/|$)/u.exec(path)?.[1];
  for (let part = path; part !== ""; part = part.slice(0, part.lastIndexOf("/"))) {
    const place = places.find((each) => each.dataset.path === part);
    const field = place && fieldIn(place, language);
    if (!field) continue;
    field.focus();
    field.scrollIntoView({ block: "center" });
    return true;
  }
  return false;
}

const fields = "input, textarea, select";

function fieldIn(place: HTMLElement, language: string | undefined): HTMLElement | null {
  if (place.matches(fields)) return place;
  const inLanguage =
    language && [...place.querySelectorAll<HTMLElement>(fields)].find((each) => each.lang === language);
  return inLanguage || (place.querySelector<HTMLElement>(fields) ?? null);
}
