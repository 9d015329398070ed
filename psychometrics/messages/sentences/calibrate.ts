/** What a calibration says, in English: notes on its result, and why an item is left out. */
export const calibrateSentences = {
  "not-settled":
    "The iteration stopped at its limit of {cycles} {cycles|cycle|cycles} while a parameter still changed by {change} a cycle: the estimates are not final.",
  "no-standard-errors":
    "There are no standard errors: the information matrix is not positive definite, so the data do not determine every parameter.",
  "slope-at-bound":
    "Item {item}: its slope went to the bound of {bound}, as the responses are so consistent that the likelihood rises without end; what rests on them is no estimate. Look for items that repeat each other, leave them out, or take a model with equal slopes.",
  "slopes-at-bound":
    "Items {items}: their slopes went to the bound of {bound}, as the responses are so consistent that the likelihood rises without end; what rests on them is no estimate. Look for items that repeat each other, leave them out, or take a model with equal slopes.",
  "asymptote-at-zero":
    "Item {item}: its lower asymptote is at the bound of 0, as the responses show no guessing and no prior says otherwise; it counts as known, without a standard error.",
  "asymptotes-at-zero":
    "Items {items}: their lower asymptotes are at the bound of 0, as the responses show no guessing and no prior says otherwise; it counts as known, without a standard error.",
  "slope-hardly-bound": "Item {item}: its slope of {slope} means that the data hardly bound it.",
  "slope-negative": "Item {item}: its slope is negative, so abler test takers score lower; check its key.",
  "variance-at-floor":
    "Group {group}: its variance is at the floor of {floor} that the grid can tell; its test takers do not differ enough to tell.",
  "mean-at-upper-edge":
    "Group {group}: its mean went to {mean}, the end of the grid: nearly every response is right and nothing bounds it, or the group lies beyond the grid; what is said of its test takers is no estimate. Take a wider grid (range), or leave the group out.",
  "mean-at-lower-edge":
    "Group {group}: its mean went to {mean}, the end of the grid: nearly every response is wrong and nothing bounds it, or the group lies beyond the grid; what is said of its test takers is no estimate. Take a wider grid (range), or leave the group out.",
  "variance-at-edge":
    "Group {group}: its variance went to {variance}, the most that the grid can tell: the responses are so consistent that nothing bounds it, or the group is too wide for the grid (range); what rests on it is no estimate.",
  "grid-cuts-group":
    "Group {group}: the grid from -{range} to {range} ends {value} {value|standard deviation|standard deviations} from its mean, which turns its mean and variance and the abilities near the end; take a larger range.",
  "posteriors-narrow-of-one":
    "The posteriors are narrow for {nodes} {nodes|node|nodes}: likelihoods may be off by {percent} % on average, and standard errors of abilities by more; take more nodes (quadrature).",
  "scores-of-others":
    "Item {item}: nobody scored {scores}, which others of its rating scale, or the item in other groups, have; their responses tell of that step.",
  "scores-recoded":
    "Item {item}: only the scores {scores} occur; they were calibrated as categories 0 to {highest}.",
  "scores-recoded-far":
    'Item {item}: only the scores {scores} occur; they were calibrated as categories 0 to {highest}. So far above the others, {far} may stand for a missing response, to be read as not presented (--missing-codes, "missingCodes").',
  "item-left-out": "Item {item} was left out: {reason}.",
  "item-unanswered": "it has no responses",
  "item-constant": "everybody who was presented it scored {score}",
  "constraint-of-no-part":
    "a constraint names item {item}, but no such item with parameters of its own in {groups} is calibrated",
  "constraint-of-no-item": "a constraint names item {item}, but no such item is calibrated",
  "no-asymptote": "item {item}: {value} is no value for {parameter}; give a number from 0 to below 1",
  "no-parameter-value": "item {item}: {value} is no value for {parameter}; give a number",
  "prior-unsuited": "a {kind} prior does not suit {parameter}; take one of {names}",
  "none-calibrated": "no item can be calibrated: none has responses with two different scores",
  "anchor-constrained": "item {item} is anchored, so its {parameter} cannot be constrained again",
  "constraint-of-no-parameter":
    "a constraint names {parameter} of item {item}, but a {model} item has {parameters}",
  "held-and-equal":
    "{parameter} of item {item} is held at a value, so it cannot be estimated as equal to that of others",
  "prior-of-no-item": "a prior names item {item}, but no such item is calibrated",
  "prior-of-no-parameter": "a prior names {parameter} of item {item}, but a {model} item has {parameters}",
  "unique-of-no-item":
    "unique parameters, or leaving out, are asked for item {item}, which the data do not have",
  "unique-in-no-group": "item {item}: unique parameters, or leaving out, are asked for no group",
  "unique-in-unknown-group":
    "item {item}: unique parameters, or leaving out, are asked for group {group}; the groups are {groups}",
  "unique-twice": "item {item}: group {group} has unique parameters, or is left out, twice",
  "prior-without-spread": "a {kind} prior needs a mean and a positive standard deviation",
  "beta-prior-not-positive": "a beta prior needs two positive parameters",
  "score-beyond-anchor": "item {item}: a score of {score} occurs, but its anchor has scores 0 to {highest}",
  "score-not-of-anchor": "item {item}: a score of {score} occurs, but its anchor has scores {scores}",
  "score-beyond-maximum": "item {item}: row {row} has a score of {score}, above the item's maximum",
  "score-not-calibrated": "item {item}: the score {score} of row {row} did not occur when it was calibrated",
  "unknown-group": "there is no group {group}; the groups are {groups}",
  "group-mean-no-number": 'group {group}: {value} is no mean; give a number or "free"',
  "group-variance-not-positive": 'group {group}: {value} is no variance; give a number above 0 or "free"',
  "scores-beyond-model":
    "item {item} has scores up to {highest}, but {model} is for right or wrong; take pcm, rsm, gpcm, grm or nominal for it",
  "unique-no-parameter": "item {item}: {parameter} is to be unique, but a {model} item has {parameters}",
  "own-score-missing":
    "item {item}: nobody scored {score} in the groups with their own intercepts, so these have no estimate; make all parameters of the item unique in them, or leave them common",
  "unique-across-anchors":
    "item {item}: parameters are to be unique in {groups}, but an anchor gives those of {names}; make them unique in just these groups, which are then anchored, or leave the anchor out",
  "anchor-twice": "item {item} has two anchors that name no groups; give one, or name the groups of each",
  "anchor-twice-in-group": "item {item} has two anchors for group {group}; give one",
  "anchor-in-no-group":
    "item {item}: an anchor has an empty list of groups; name some, or leave the list out",
  "anchor-in-unknown-group":
    "item {item}: an anchor is for group {group}; the groups of the data are {groups}",
  "anchor-no-numbers": "item {item}: its anchor is not all numbers",
  "intercepts-not-falling":
    "item {item}: the intercepts of a graded item fall from one to the next, but its intercept_{step} is {value} and its intercept_{next} is {after}",
  "anchor-many-intercepts":
    "item {item}: its anchor has {count} {count|intercept|intercepts}, but {model} is for right or wrong and has one",
  "anchor-category-slopes":
    "item {item}: its anchor has {count} {count|category slope|category slopes} for {most} {most|intercept|intercepts}",
  "anchor-scores":
    "item {item}: its anchor has {count} {count|intercept|intercepts} and the scores {scores}; give one score more than intercepts, rising",
  "anchor-asymptote-range":
    "item {item}: its anchor has a lower asymptote of {value}, which is not from 0 to below 1",
  "anchor-asymptote-unknown":
    "item {item}: its anchor has a lower asymptote of {value}, which {model} does not know; take 3pl for it",
} as const;
