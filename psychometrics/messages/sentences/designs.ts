/** What designs/ refuses, in English. */
export const designsSentences = {
  "design-apart":
    "the design falls into {count} {count|part|parts} that no test taker connects; apart from the largest stand {parts}. Give some test takers items of both, or calibrate the parts one by one",
  "part-of-items": "items {items} ({persons} {persons|test taker|test takers})",
  "part-of-booklets": "booklets {booklets} with items {items} ({persons} {persons|test taker|test takers})",
  names: "{names}",
  "names-and-more": "{names} and {count} more",
} as const;
