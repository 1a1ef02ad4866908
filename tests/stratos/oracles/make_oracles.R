# Write r.json: what R's packages say about the data sets in data.json (make_oracles.py writes those, and python.json).
#
#     install.packages(c("jsonlite", "pROC", "rms"))
#     Rscript make_oracles.R

suppressPackageStartupMessages({
  library(jsonlite)
  library(pROC)
  library(rms)
})

both <- function(y) length(unique(y)) == 2
overlap <- function(y, p) max(p[y == 0]) > min(p[y == 1]) && max(p[y == 1]) > min(p[y == 0])
logit <- function(p) qlogis(pmin(pmax(p, 1e-10), 1 - 1e-10))
tight <- glm.control(epsilon = 1e-15, maxit = 200)

discrimination <- function(y, p, q) {
  r <- roc(y, p, direction = "<", levels = c(0, 1), quiet = TRUE)
  out <- list(auroc = as.numeric(auc(r)))
  part <- function(correct) as.numeric(auc(r, partial.auc = c(1, 0.8), partial.auc.correct = correct, allow.invalid.partial.auc.correct = TRUE))
  out$pauc_20 <- part(FALSE)
  out$pauc_20_corrected <- part(TRUE)
  if (min(table(y)) > 1) {
    out$variance <- var(r, method = "delong")
    out$interval <- as.numeric(ci.auc(r, method = "delong"))
    test <- roc.test(r, roc(y, q, direction = "<", levels = c(0, 1), quiet = TRUE), method = "delong", paired = TRUE)
    out$z <- as.numeric(test$statistic)
    out$p <- test$p.value
  }
  out
}

recalibration <- function(y, p) {
  x <- logit(p)
  large <- summary(glm(y ~ 1 + offset(x), family = binomial, control = tight))$coefficients
  out <- list(in_the_large = large[1, 1], in_the_large_se = large[1, 2])
  if (overlap(y, p)) {
    joint <- summary(glm(y ~ x, family = binomial, control = tight))$coefficients
    out$slope <- joint[2, 1]
    out$slope_se <- joint[2, 2]
    if (all(p > 0 & p < 1) && length(unique(p)) > 4) {
      v <- val.prob(p, y, pl = FALSE)
      out$val_prob <- list(slope = v[["Slope"]], brier = v[["Brier"]], c = v[["C (ROC)"]])
    }
  }
  out
}

smoothed <- function(y, p) {
  fit <- function(surface) suppressWarnings(loess(y ~ p, span = 0.75, degree = 2, family = "gaussian", control = loess.control(surface = surface)))
  direct <- fit("direct")
  at <- as.numeric(quantile(p, c(0.03, 0.2, 0.41, 0.63, 0.88, 0.97)))
  distances <- function(model) {
    d <- abs(fitted(model) - p)
    c(mean(d), median(d), quantile(d, 0.9, names = FALSE))
  }
  list(index = distances(direct), interpolated = distances(fit("interpolate")), at = at, fitted = as.numeric(suppressWarnings(predict(direct, at))))
}

sets <- fromJSON("data.json")
per_set <- lapply(sets, function(d) {
  out <- list(quantiles = quantile(d$p, c(0, 0.025, 0.1, 1 / 3, 0.5, 0.9, 1), names = FALSE), sd = sd(d$p))
  if (both(d$y)) {
    out <- c(out, discrimination(d$y, d$p, d$q), recalibration(d$y, d$p))
    # Below ten distinct predictions loess has neighbourhoods that its own documentation warns of.
    if (length(unique(d$p)) >= 10) out$loess <- smoothed(d$y, d$p)
  }
  out
})

wilson <- function(k, n) as.numeric(suppressWarnings(prop.test(k, n, correct = FALSE))$conf.int)
write_json(
  list(
    sets = per_set,
    wilson = lapply(fromJSON("python.json")$distributions$shares |> asplit(1), function(s) wilson(s[1], s[2]))
  ),
  "r.json", digits = I(17), auto_unbox = TRUE, na = "null", null = "null"
)
