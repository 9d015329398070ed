// The arrows of docs/architecture.md, one sentence each; `npm run boundaries` checks them.
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule(
      "no-circles",
      "Two files that need each other are one file, or need a third.",
      {},
      { circular: true },
    ),
    rule(
      "psychometrics-stands-alone",
      "The numerics import nothing outside psychometrics/, no node: modules and no app.",
      { path: "^psychometrics/" },
      { pathNot: "^(psychometrics/|node_modules/(ml-matrix|is-any-array|ml-array-))" },
    ),
    rule(
      "matrix-library-in-numeric-only",
      "Only numeric/ knows the matrix library.",
      { path: "^psychometrics/(?!numeric/)" },
      { path: "node_modules/" },
    ),
    rule(
      "messages-know-nothing",
      "What the library says is codes, values and sentences; whoever speaks comes to them.",
      { path: "^psychometrics/messages/" },
      { path: "^psychometrics/(?!messages/)" },
    ),
    rule(
      "numeric-is-the-floor",
      "numeric/ knows no psychometrics; it may only refuse.",
      { path: "^psychometrics/numeric/" },
      { path: "^psychometrics/(?!numeric/|messages/)" },
    ),
    rule(
      "models-know-no-estimation",
      "A model is a formula with derivatives; engines come to it.",
      { path: "^psychometrics/models/" },
      { path: "^psychometrics/", pathNot: "^psychometrics/(models|numeric)/" },
    ),
    rule(
      "the-engine-knows-no-analysis",
      "A calibration is made first; persons, fit, linking and whatever else come to its result.",
      { path: "^psychometrics/(likelihood|population|calibrate)/" },
      {
        path: "^psychometrics/",
        pathNot:
          "^psychometrics/(messages|numeric|models|likelihood|population|calibrate)/|^psychometrics/[^/]+\\.ts$",
      },
    ),
    rule(
      "a-survey-knows-no-items",
      "Estimates for a population take values and weights, wherever they are from.",
      { path: "^psychometrics/survey/" },
      { path: "^psychometrics/", pathNot: "^psychometrics/(messages|numeric|survey)/" },
    ),
    rule(
      "item-bank-is-pure",
      "item-bank/ runs in the browser, the server and a command line alike.",
      { path: "^item-bank/" },
      { path: "^(server|client|psychometrics)/" },
    ),
    rule(
      "item-bank-needs-no-node",
      "item-bank/ runs in the browser too.",
      { path: "^item-bank/" },
      { dependencyTypes: ["core"] },
    ),
    rule(
      "client-sees-the-contract-only",
      "The browser bundle never pulls server code; of the contract it takes types.",
      { path: "^client/" },
      { path: "^server/(?!contract/)" },
    ),
    rule(
      "client-takes-types-from-the-contract",
      "Schemas and their library stay out of the browser.",
      { path: "^client/" },
      { path: "^server/contract/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "client-apps-are-neighbours",
      "The apps share through client/shared.",
      { path: "^client/(player|studio|console|coding|desk|office)/" },
      { path: "^client/(?!shared/|styles/)", pathNot: "^client/$1/" },
    ),
    rule(
      "player-stays-small",
      "The player's bundle has a budget of 110 KB: no staff libraries.",
      { path: "^client/player/" },
      { path: "node_modules/(react-aria-components|react-router|@tanstack|@observablehq)/" },
    ),
    rule(
      "contract-is-flat",
      "server/contract/ imports only item-bank's types and the schema library.",
      { path: "^server/contract/" },
      { pathNot: "^(server/contract/|item-bank/|node_modules/@sinclair/typebox)" },
    ),
    rule(
      "doors-do-not-touch-the-store",
      "Routes and sockets call services; services call models.",
      { path: "\\.(routes|sockets)\\.ts$" },
      { path: "\\.model\\.ts$|node_modules/mongoose/" },
    ),
    rule(
      "services-know-no-transport",
      "A service takes plain values, so HTTP, sockets and tests can all call it.",
      { path: "\\.service\\.ts$" },
      { path: "^server/(http|sockets)/|node_modules/(express|socket\\.io)/" },
    ),
    rule(
      "a-model-belongs-to-its-feature",
      "Other features ask the service.",
      { path: "^server/([^/]+)/" },
      { path: "^server/[^/]+/.*\\.model\\.ts$", pathNot: "^server/$1/" },
    ),
    rule(
      "the-store-stands-alone",
      "The embedded store is a database: it knows nothing of the application.",
      { path: "^server/embedded-store/" },
      { path: "^(server/(?!embedded-store/)|client/|item-bank/|psychometrics/)" },
    ),
    rule(
      "the-application-speaks-mongoose",
      "Only the store's starter and the command line may name the embedded store.",
      { path: "^server/(?!embedded-store/|store/|cli/)" },
      { path: "^server/embedded-store/" },
    ),
    rule(
      "commands-load-their-work-when-run",
      "A command says what it takes; what does it is loaded when it is run, or every command would wait for all others.",
      { path: "^server/cli/(khao|commands/)" },
      {
        path: "^server/(cli/[^/]+/|store/|simulate/)|node_modules/(mongoose|ajv|highs|socket\\.io)",
        // These load nothing themselves.
        pathNot:
          "^server/(cli/commands/|cli/multidimensional/integration\\.ts|store/(complaint|program)\\.ts)",
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    ),
    rule(
      "nothing-imports-tests",
      "Tests reach everything; nothing reaches tests.",
      { pathNot: "^tests/" },
      { path: "^tests/" },
    ),
    rule(
      "no-unlisted-packages",
      "Every package used is listed in package.json.",
      { pathNot: "^tests/" },
      { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.(css|json|svg|woff2)$" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: "specify",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
