import { register } from "../../../server/cli/commands/calibrate.js";
import { runCommand } from "../../support/run-command.js";

/** Runs `khao calibrate` in this program, which spares the start of another one for each of many cases. */
export const calibrate = (...args: string[]) => runCommand([register], ["calibrate", ...args]);

/** Eight test takers of two regions with a weight each, on three right-or-wrong items of which one is missing once. */
export const small =
  "id,region,w,a,b,c\n1,N,2,1,1,0\n2,N,1,1,0,0\n3,S,1,0,1,1\n4,S,1,1,1,1\n5,S,1,0,0,0\n6,N,1,1,,1\n7,S,1,0,1,0\n8,N,1,1,1,0\n";
