/** A field's text, trimmed; empty where the form has no such field or it holds a file. */
export function textOf(form: FormData, name: string): string {
  return passwordOf(form, name).trim();
}

/** A field's text exactly as typed: spaces belong to a password. */
export function passwordOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
