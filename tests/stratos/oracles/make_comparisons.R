# Write comparisons-r.json: what R's packages say about the tables in comparisons-data.json.
#
#     install.packages(c("jsonlite", "car"))
#     Rscript make_comparisons.R

suppressPackageStartupMessages({
  library(jsonlite)
  library(car)
})

data <- fromJSON("comparisons-data.json", simplifyVector = FALSE)
numbers <- function(list) as.numeric(unlist(list))

compare_blocks <- function(rows) {
  values <- do.call(rbind, lapply(rows, numbers))
  test <- friedman.test(values)
  list(chi2 = unname(test$statistic), p = test$p.value)
}

correlate <- function(pair) {
  x <- numbers(pair[[1]])
  y <- numbers(pair[[2]])
  if (sd(x) == 0 || sd(y) == 0) return(NULL)
  # cor.test wants four pairs for its interval and three for a test.
  linear <- suppressWarnings(cor.test(x, y))
  list(pearson = c(unname(linear$estimate), if (length(x) > 3) as.numeric(linear$conf.int) else c(NA, NA)), spearman = cor(x, y, method = "spearman"))
}

inflation <- function(columns) {
  frame <- as.data.frame(lapply(columns, numbers))
  names(frame) <- paste0("x", seq_along(frame))
  # vif wants two terms at least, and degrees of freedom that two orthogonal columns of four people just have.
  if (ncol(frame) < 2) return(NULL)
  frame$response <- seq_len(nrow(frame))^2 %% 7
  as.numeric(vif(lm(response ~ ., frame)))
}

analyse <- function(design) {
  frame <- data.frame(v = numbers(design$v), lapply(design$levels, function(levels) factor(unlist(levels))))
  terms <- vapply(design$terms, function(term) paste(unlist(term), collapse = ":"), "")
  fit <- lm(as.formula(paste("v ~", paste(terms, collapse = " + "))), frame, contrasts = sapply(names(design$levels), function(name) "contr.sum", simplify = FALSE))
  rows <- attr(terms(fit), "term.labels")
  pick <- function(table) lapply(rows, function(row) c(table[row, "Sum Sq"], table[row, "Df"], table[row, grep("^F", names(table))], table[row, grep("^Pr", names(table))]))
  list(type1 = pick(anova(fit)), type2 = pick(Anova(fit, type = 2)), type3 = pick(Anova(fit, type = 3)), residual = c(deviance(fit), df.residual(fit)), r_squared = summary(fit)$r.squared)
}

write_json(
  list(
    blocks = lapply(data$blocks, compare_blocks),
    pairs = Filter(Negate(is.null), lapply(data$pairs, correlate)),
    features = Filter(Negate(is.null), lapply(data$features, inflation)),
    designs = lapply(data$designs, analyse),
    p_values = lapply(data$p_values, function(p) lapply(list(bonferroni = "bonferroni", holm = "holm", fdr_bh = "BH"), function(method) I(p.adjust(numbers(p), method))))
  ),
  "comparisons-r.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null"
)
