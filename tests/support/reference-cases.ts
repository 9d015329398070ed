import { referenceCases } from "./reference-files.js";

type Files = Readonly<Record<string, readonly string[]>>;

/** One file of mirt for each model of each data set; of the 3PL that with a normal prior on the asymptotes' logits. */
const mirtFiles: Files = {
  lsat6: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_3pl_logitnorm"],
  lsat7: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_3pl_logitnorm"],
  science: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_grm", "mirt_rsm", "mirt_nominal"],
  sat12: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_3pl_logitnorm"],
  mg3: ["mirt_rasch", "mirt_2pl", "mirt_grm"],
  sim_2pl: ["mirt_rasch", "mirt_1pl", "mirt_2pl"],
  sim_3pl: ["mirt_3pl_logitnorm"],
  sim_gpcm: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_grm"],
  sim_booklet: ["mirt_rasch", "mirt_2pl", "mirt_grm"],
  sim_neat: ["mirt_rasch", "mirt_2pl"],
  verbagg: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_grm", "mirt_rsm", "mirt_nominal"],
  verbagg_dich: ["mirt_rasch", "mirt_1pl", "mirt_2pl"],
};

/** The files of TAM by model, everybody weighing the same and in one group. */
const tamFiles: Files = {
  lsat6: ["tam_rasch", "tam_2pl"],
  lsat7: ["tam_rasch", "tam_2pl"],
  science: ["tam_pcm", "tam_rsm", "tam_gpcm"],
  sat12: ["tam_rasch", "tam_2pl"],
  sim_2pl: ["tam_rasch", "tam_2pl"],
  sim_gpcm: ["tam_pcm", "tam_gpcm"],
  sim_neat: ["tam_rasch", "tam_2pl"],
  mg3: ["tam_pcm", "tam_gpcm"],
  sim_booklet: ["tam_pcm", "tam_gpcm"],
  verbagg: ["tam_pcm", "tam_rsm", "tam_gpcm"],
  verbagg_dich: ["tam_rasch", "tam_2pl"],
};

/** `[set, file]` pairs of mirt; `changes` names the sets of which other files are compared, or none. */
export const casesOfMirt = (changes: Files = {}) => referenceCases({ ...mirtFiles, ...changes });

/** `[set, file]` pairs of TAM; `changes` names the sets of which other files are compared, or none. */
export const casesOfTam = (changes: Files = {}) => referenceCases({ ...tamFiles, ...changes });
