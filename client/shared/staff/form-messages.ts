/**
 * What a form says of a field it does not take, in the page's language: the browser's own sentences follow the browser's
 * language, which on a Vietnamese page may be any other.
 */

/** What a message is made from: an input, select or textarea, or as much of one. */
export interface Field {
  type: string;
  validity: Pick<
    ValidityState,
    | "badInput"
    | "patternMismatch"
    | "rangeOverflow"
    | "rangeUnderflow"
    | "stepMismatch"
    | "tooLong"
    | "tooShort"
    | "typeMismatch"
    | "valueMissing"
  >;
  value: string;
  min?: string;
  max?: string;
  step?: string;
  minLength?: number;
  maxLength?: number;
  /** What the page says beside the field of what is wanted: its hint, or its label where it has none. */
  wanted: string;
}

type Say = (key: string, values?: Record<string, unknown>) => string;

const missing: Record<string, string> = {
  "select-one": "choose",
  radio: "choose",
  checkbox: "tick",
  file: "file",
};

/** The sentence for the first thing that is wrong with the field; empty where nothing is. */
export function messageFor(field: Field, say: Say): string {
  const { validity, type, wanted } = field;
  const length = field.value.length;
  if (validity.badInput) return say(type === "number" ? "invalid.number" : "invalid.incomplete");
  if (validity.valueMissing) return say(`invalid.${missing[type] ?? "empty"}`);
  if (validity.typeMismatch || validity.patternMismatch) return say("invalid.form", { wanted });
  if (validity.tooShort) return say("invalid.short", { least: field.minLength, length });
  if (validity.tooLong) return say("invalid.long", { most: field.maxLength, length });
  if (validity.rangeUnderflow) return say("invalid.low", { least: field.min });
  if (validity.rangeOverflow) return say("invalid.high", { most: field.max });
  // Without a step of its own a number field takes whole steps from its least value on.
  if (validity.stepMismatch && Number(field.step || 1) === 1) return say("invalid.whole");
  if (validity.stepMismatch) return say("invalid.step", { step: field.step });
  return "";
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isControl = (target: EventTarget | null): target is Control =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement;

function wantedOf(control: Control): string {
  const field = control.closest(".field") ?? control.labels?.[0];
  const words = field?.querySelector(".hint") ?? field?.querySelector("span") ?? field;
  return words?.textContent?.trim() ?? "";
}

/**
 * From now on the browser says every refusal of a form on the page in our words, in the language of that moment. The
 * forms need nothing for it: their `required`, `min`, `max`, `pattern` and so on stay what they are.
 */
export function sayFormMessages(page: Document, say: Say): void {
  const refused = new Set<Control>();
  // A message of ours makes the field invalid by itself, so that it goes before anything is checked anew: when something
  // is typed or chosen anywhere, and when a button is pressed (Enter presses the form's own).
  const forget = () => {
    for (const control of refused) control.setCustomValidity("");
    refused.clear();
  };
  page.addEventListener("input", forget, true);
  page.addEventListener("change", forget, true);
  page.addEventListener("click", forget, true);
  page.addEventListener(
    "invalid",
    ({ target }) => {
      if (!isControl(target) || target.validity.customError) return;
      const { validity, type, value } = target;
      const limits = target instanceof HTMLSelectElement ? {} : target;
      const { min, max, step, minLength, maxLength } = limits as Partial<HTMLInputElement>;
      const wanted = wantedOf(target);
      target.setCustomValidity(
        messageFor({ validity, type, value, min, max, step, minLength, maxLength, wanted }, say),
      );
      refused.add(target);
    },
    true,
  );
}
