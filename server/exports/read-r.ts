/** The R script that goes with the data: base R alone, and TAM or mirt where they are installed and wanted. */
export const readScript = String.raw`# Reads the files of this folder into R. Base R is enough:
#   setwd("the folder"); source("read.R")
folder <- Sys.getenv("KHAO_DATA", unset = ".")

read_table <- function(name) {
  read.csv(file.path(folder, name), na.strings = "", encoding = "UTF-8",
           stringsAsFactors = FALSE, check.names = FALSE)
}

codebook <- read_table("codebook.csv")
sittings <- read_table("sittings.csv")
design   <- read_table("design.csv")
raw      <- read_table("responses_raw.csv")
scored   <- read_table("responses_scored.csv")
status   <- read_table("responses_status.csv")
timings  <- read_table("timings.csv")

# The items that have a score, as columns of "scored".
items  <- codebook$variable[codebook$file == "responses_scored.csv" & !is.na(codebook$item)]
scores <- as.matrix(scored[, items, drop = FALSE])
rownames(scores) <- scored$id

# Highest score of each item, and the mean score as a share of it.
max_score <- design$max_score[match(items, design$item)]
proportion_correct <- colMeans(scores, na.rm = TRUE) / max_score
proportion_correct[is.nan(proportion_correct)] <- NA

# Value labels: label_values("ST001") gives the values of a variable with their labels.
label_values <- function(variable, language = "en") {
  column <- if (language == "vi") codebook$values_vi else codebook$values_en
  pairs <- strsplit(column[match(variable, codebook$variable)], "; ", fixed = TRUE)[[1]]
  value <- sub("=.*$", "", pairs)
  label <- sub("^[^=]*=", "", pairs)
  stats::setNames(label, value)
}

# The questionnaire, with labels as factors.
if (file.exists(file.path(folder, "questionnaire.csv"))) {
  questionnaire <- read_table("questionnaire.csv")
  for (variable in intersect(names(questionnaire), codebook$variable[!is.na(codebook$values_en)])) {
    labels <- label_values(variable)
    if (!anyNA(labels)) questionnaire[[variable]] <- factor(questionnaire[[variable]], names(labels), labels)
  }
}

# Results of the calibration that run.json describes, where one was made.
if (file.exists(file.path(folder, "person_estimates.csv"))) {
  item_parameters  <- read_table("item_parameters.csv")
  person_estimates <- read_table("person_estimates.csv")
}

# Its fit, the comparisons of groups and the links to other calibrations, each a data frame of its file's name, as far as
# they were made. Comparisons go together by "comparison", links by "link".
for (name in c("model_fit", "item_fit", "q3", "comparisons", "comparison_groups", "dif", "dif_sibtest",
               "invariance_items", "invariance_steps", "invariance_rounds", "links", "link_methods", "link_items")) {
  file <- paste0(name, ".csv")
  if (file.exists(file.path(folder, file))) assign(name, read_table(file))
}

# Calibrate again: set to TRUE. Not presented is NA in "scores", as TAM and mirt expect it.
calibrate_again <- FALSE
varying <- apply(scores, 2, function(x) length(unique(x[!is.na(x)])) > 1)
if (calibrate_again && requireNamespace("TAM", quietly = TRUE)) {
  tam <- TAM::tam.mml(scores[, varying], irtmodel = "PCM")
}
if (calibrate_again && requireNamespace("mirt", quietly = TRUE)) {
  gpcm <- mirt::mirt(as.data.frame(scores[, varying]), 1, itemtype = "gpcm")
}
`;
