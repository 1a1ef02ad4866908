# Shares of each choice in the spread of AUROC over the complete block.
source("rules/analysis/r/theme.R")

sidecar <- read_sidecar()
models <- rows_of(sidecar, "model")
shares <- rows_of(sidecar, "term")
names_of <- c(outlier = "Outlier", imputation = "Imputation", classifier = "Classifier", residual = "Rest")
panel_of <- setNames(
  sprintf("%s  %s, %d configurations", LETTERS[seq_len(nrow(models))], models$name, models$n), models$model
)
shares$panel <- factor(panel_of[shares$model], levels = panel_of)
shares$name <- factor(names_of[shares$term], levels = rev(names_of))
shares$fill <- ifelse(shares$term == "residual", look$ink$envelope, look$classifiers$CatBoost$color)

figure <- ggplot(shares, aes(y = name)) +
  facet_wrap(~panel, nrow = 1, scales = "free_y") +
  geom_col(aes(x = eta_sq, fill = fill), width = 0.62, alpha = 0.45) +
  geom_linerange(aes(xmin = omega_sq_ci_lower, xmax = omega_sq_ci_upper), linewidth = line(look$stroke$data), na.rm = TRUE) +
  geom_point(aes(x = omega_sq), shape = 21, fill = "white", size = 1.8, na.rm = TRUE) +
  geom_text(
    aes(x = Inf, label = ifelse(
      is.na(omega_sq),
      "",
      paste0("  ", interval_text(omega_sq, omega_sq_ci_lower, omega_sq_ci_upper, 2))
    )),
    hjust = 0, size = text_size, family = look$family, colour = look$ink$text
  ) +
  scale_fill_identity() +
  scale_x_continuous(labels = function(x) sprintf("%.0f%%", 100 * x)) +
  coord_cartesian(xlim = c(min(0, shares$omega_sq_ci_lower, na.rm = TRUE), 1), clip = "off") +
  labs(x = "Share of the variation of AUROC", y = NULL) +
  theme_study() +
  theme(panel.grid.major.y = element_blank(), panel.spacing = unit(72, "pt"), plot.margin = margin(4, 72, 2, 6))

note <- "bar: share of the sum of squares \u00b7 circle: \u03c9\u00b2, 95% CI over people"
write_figure(sidecar, list(figure), height = 2.2, note)
