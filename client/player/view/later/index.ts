/** What nobody needs before the first item is on the screen: one file of script, loaded once the first screen is drawn. */
export * from "./closing-screens.js";
export * from "./review-screen.js";
export * from "./shortcuts-dialog.js";
