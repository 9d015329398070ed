// A typedoc plugin: lists what the library exports by the folder its code is in, as a reader looks for it.
import { Comment, CommentTag, Converter } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of project.children ?? []) {
      const path = project.getSymbolIdFromReflection(reflection)?.packagePath ?? "";
      const area = path.split("/").slice(1, -1).join("/") || "data and parameters";
      for (const target of [reflection, ...(reflection.signatures ?? [])]) {
        target.comment ??= new Comment();
        target.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: area }]));
      }
    }
  });
}
