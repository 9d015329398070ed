/** What a test taker sees of the bank, for the player and for the studio's preview alike. */
export { ItemView, StimulusView, preloadInteractions, type ItemViewProps } from "./item-view.js";
export { partCount } from "./interaction-view.js";
export { LocalisedText } from "./localised.js";
