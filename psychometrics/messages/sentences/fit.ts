/** Why a statistic of fit cannot be had, in English. */
export const fitSentences = {
  "items-differ-between-groups": "items differ between groups",
  "nobody-complete": "nobody responded to all items",
  "few-items": "it needs at least {least} {least|item|items}",
  "few-degrees-of-freedom": "too few degrees of freedom",
  "nobody-with-ability": "nobody with an ability responded to it",
  "not-normal": "it is for a normal distribution of ability",
  "few-in-booklets":
    "fewer than half of the test takers responded to all items, or to those of a booklet that {least} or more had",
  "few-in-group-booklets":
    "fewer than half of the test takers of group {group} responded to all its items, or to those of a booklet that {least} or more had",
  "many-margins": "it would compare {count} {count|margin|margins}, more than {most}",
  "many-margins-of-samples":
    "it would compare {count} {count|margin|margins} in {number} {number|group or booklet|groups or booklets}, which takes longer than {most} in one",
  "margins-undetermined":
    "its margins in the booklets determine {most} of {count} {count|parameter|parameters} only",
  "booklets-compared":
    "Booklets compared: {count}, each as a random sample of its group; where earlier responses decide who gets which booklet, the statistic is too large although the model holds",
  "booklets-left-out":
    "Booklets left out: {count} ({persons} {persons|test taker|test takers}), as fewer than {least} had each, or more than twice as many had another one with all its items; the largest: {parts}",
  "booklet-of-items":
    "{count} {count|item|items} from {first} to {second} ({persons} {persons|test taker|test takers})",
  "items-not-compared": "No booklet that is compared has {names}",
  "margins-singular": "the margins' covariance is singular",
  "independence-singular":
    "it compares with the model in which items have nothing in common, where the margins' covariance is singular, as nobody of a group or booklet has one of an item's scores",
  "independence-fits":
    "it compares with the model in which items have nothing in common, which fits as well as chance allows",
  "information-singular":
    "the information matrix of the {count} {count|parameter|parameters} is singular, so the data do not determine every one of them, and the fit of the model as a whole is not defined",
  "free-parameters-unrecorded":
    "which of the {count} {count|parameter|parameters} were free is not recorded; calibrate with keepsCovariance",
  "no-p-value": "test {row}: {value} is no p-value; give numbers from 0 to 1",
  "abilities-count":
    "{count} {count|ability|abilities} for {persons} {persons|test taker|test takers}: give one for each",
  "few-ability-groups": "{count} {count|group|groups} of similar ability: give a whole number from 2 on",
  "few-plausible-values": "{count} {count|plausible value|plausible values}: give a whole number from 1 on",
} as const;
