/** Why a survey's estimate, standard error or test cannot be had, or shown, in English. */
export const surveySentences = {
  "no-persons": "there are no persons",
  weightless: "all weights ({count} {count|person|persons}) are 0",
  "no-data": "no data to compute it from",
  "no-data-in-a-replicate": "in some replicate nobody is left to compute it from",
  "in-replicate": "in replicate {replicate} {reason}",
  "values-alike": "the values are the same for everybody",
  "one-of-two-alike": "one of the two is the same for everybody",
  "nobody-with-predictors": "nobody has a weight and all predictors",
  "predictor-constant": "the predictor {name} is the same for everybody",
  "predictor-follows": "the predictor {name} follows from {names}, so their effects cannot be told apart",
  "no-estimate-of-one": "one of the two has no estimate",
  "no-standard-error-of-one": "one of the two has no standard error",
  "standard-error-zero": "its standard error is 0, so there is no test",
  "few-persons":
    "{count} {count|person that counts|persons that count}, and results are reported from {least} on",
  "few-units": "{count} {count|sampling unit|sampling units}, and results are reported from {least} on",
  "statistics-not-alike": "statistics can be combined only over the same plausible values and replicates",
  "link-error-negative": "a link error is 0 or more, not {value}",
  "nothing-to-average": "there is nothing to average",
  "no-plausible-values": "there are no plausible values",
  "plausible-value-length":
    "plausible value {draw} is of {count} {count|person|persons}, but there are weights of {persons}",
  "plausible-value-no-number": "row {row}: plausible value {draw} is {value}, not a number",
  "cut-not-above": "the cut {value} is not above {least}",
  "few-sampling-units": "a jackknife needs at least 2 sampling units, not {count}",
  "zones-unbalanced":
    "{count} {count|zone|zones} cannot be balanced over {replicates} {replicates|replicate|replicates}; take {least} or more",
  "stratum-of-one-unit": "stratum {stratum} has one sampling unit: join it to a neighbouring stratum",
  "half-unknown": "row {row}: the half of zone {zone} is {value}, not 0 or 1",
  "few-zones": "there must be at least 2 zones, not {count}",
  "zones-without-halves":
    "none of the {count} {count|zone|zones} has both halves: a zone is a pair of sampling units (schools), of which one is half 0 and the other half 1; where every unit is a zone of its own, pair neighbours, or take JK1 of units",
  "no-replicates": "there are no replicate weights",
  "fay-factor-range": "Fay's factor is at least 0 and below 1, not {value}",
  "replicate-length":
    "replicate {replicate} has {count} {count|weight|weights}, but there {persons|is|are} {persons} {persons|person|persons}",
  "replicate-no-weight": "replicate {replicate}, row {row}: {value} is no weight",
  "few-replicates": "a variance needs at least {least} {least|replicate|replicates}, not {count}",
  "replicates-odd":
    "jk2-both has two replicates for each zone, and {count} is an odd number; with one for each zone it is jk2",
  "units-unknown":
    "the rule asks for {least} {least|sampling unit|sampling units}, but their number is not given",
} as const;
