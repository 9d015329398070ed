import { model, Schema } from "mongoose";
import type { LinkMethodName } from "../contract/linking.js";

/** A link that goes with the download of its run: how it is made, not what comes of it, which follows from both runs. */
export interface KeptLink {
  /** Run, base run, method and whether it is robust: one link is kept once. */
  _id: string;
  runId: string;
  baseRunId: string;
  method: LinkMethodName;
  isRobust: boolean;
  keptAt: Date;
}

const schema = new Schema<KeptLink>(
  {
    _id: { type: String, required: true },
    runId: { type: String, required: true, index: true },
    baseRunId: { type: String, required: true },
    method: { type: String, required: true },
    isRobust: { type: Boolean, required: true },
    keptAt: { type: Date, required: true },
  },
  { collection: "keptLinks", versionKey: false },
);

export const KeptLinkModel = model("KeptLink", schema);
