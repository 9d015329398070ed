import { badValue } from "./errors.js";
import { documentStage } from "./stages.js";
import type { Document } from "./values.js";

const allowed = new Set(["$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith"]);

/** An update given as a pipeline: the stages that make one document of one. */
export function pipelineUpdate(pipeline: Document[]): (document: Document) => Document {
  const stages = pipeline.map((stage) => {
    const name = Object.keys(stage)[0] ?? "";
    if (!allowed.has(name)) throw badValue(`${name} is not allowed to be used within an update`);
    return documentStage(name, stage[name]);
  });
  return (document) => stages.reduce((current, stage) => stage(current), document);
}
