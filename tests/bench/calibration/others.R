# The same calibration by mirt and by TAM, each where it is installed: one line of JSON per program.
#     Rscript others.R RESPONSES.csv.gz MODEL NODES mirt,TAM
# Both stop when a cycle changes no parameter by 1e-4; TAM also asks for a change of the deviance below 0.001. mirt stops
# further from the maximum than we do, so for the 2PL it runs to 1e-6 too, where the log-likelihoods are the same.
arguments <- commandArgs(trailingOnly = TRUE)
responses <- read.csv(gzfile(arguments[1]))
model <- arguments[2]
nodes <- as.integer(arguments[3])
programs <- strsplit(arguments[4], ",")[[1]]

report <- function(program, fit, logLikelihood, cycles) {
  times <- system.time(result <- fit())
  cat(sprintf(
    '{"program":"%s","version":"%s","seconds":%.3f,"cpuSeconds":%.3f,"logLikelihood":%.6f,"cycles":%d}\n',
    program, as.character(packageVersion(program)), times[["elapsed"]],
    sum(times[c("user.self", "sys.self", "user.child", "sys.child")], na.rm = TRUE),
    logLikelihood(result), as.integer(cycles(result))
  ))
}

if ("mirt" %in% programs && requireNamespace("mirt", quietly = TRUE)) {
  suppressMessages(library(mirt))
  for (tolerance in if (model == "gpcm") 1e-4 else c(1e-4, 1e-6)) report(
    "mirt",
    function() mirt(responses, 1, itemtype = if (model == "gpcm") "gpcm" else "2PL", quadpts = nodes,
      SE = FALSE, verbose = FALSE, TOL = tolerance,
      technical = list(theta_lim = c(-6, 6), NCYCLES = 5000)),
    function(result) extract.mirt(result, "logLik"),
    function(result) extract.mirt(result, "iterations")
  )
}

if ("TAM" %in% programs && requireNamespace("TAM", quietly = TRUE)) {
  suppressMessages(library(TAM))
  report(
    "TAM",
    function() tam.mml.2pl(responses, irtmodel = if (model == "gpcm") "GPCM" else "2PL", verbose = FALSE,
      control = list(nodes = seq(-6, 6, length.out = nodes), conv = 1e-4, convD = 1e-3, maxiter = 5000, progress = FALSE)),
    function(result) -result$deviance / 2,
    function(result) result$iter
  )
}
