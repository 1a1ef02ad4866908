# Methods of outlier detection and imputation: mean AUROC over the complete block, and the difference from the reference.
source("rules/analysis/r/theme.R")

sidecar <- read_sidecar()
methods <- rows_of(sidecar, "method")
methods <- methods[!is.na(methods$mean), ]
margin <- sidecar$reference_lines$value[sidecar$reference_lines$name == "declared margin"]
stages <- c(outlier = "Outlier detection", imputation = "Imputation")

in_order <- function(rows) {
  rows$stage <- factor(stages[rows$factor], levels = stages)
  best_last <- order(rows$block == "complete", rows$mean)
  rows$row <- factor(paste(rows$factor, rows$method), levels = unique(paste(rows$factor, rows$method)[best_last]))
  rows
}
methods <- in_order(methods)
apart <- methods$block != "complete"
names_of <- setNames(paste0(methods$display_name, ifelse(apart, " \u2020", "")), as.character(methods$row))
cells <- rows_of(sidecar, "configuration")
cells$row <- factor(paste(cells$factor, cells$method), levels = levels(methods$row))
cells$stage <- factor(stages[cells$factor], levels = stages)
cells <- cells[!is.na(cells$row), ]

base <- function(rows, title) {
  ggplot(rows, aes(y = row, colour = category, shape = category, fill = category)) +
    facet_grid(stage ~ ., scales = "free_y", space = "free_y", switch = "y") +
    scale_colour_manual(values = colours) +
    scale_fill_manual(values = colours) +
    scale_shape_manual(values = shapes) +
    scale_size_manual(values = point_sizes) +
    scale_x_continuous(labels = function(x) fixed(x, 2)) +
    scale_y_discrete(labels = names_of) +
    labs(y = NULL, title = title) +
    coord_cartesian(clip = "off") +
    theme_study() +
    theme(panel.grid.major.y = element_blank(), plot.margin = margin(4, 78, 2, 6))
}

beside <- function(label) {
  geom_text(
    aes(x = Inf, label = paste0("  ", {{ label }})),
    hjust = 0, size = text_size, colour = look$ink$text, family = look$family
  )
}

interval <- function(lower, upper) {
  geom_linerange(aes(xmin = {{ lower }}, xmax = {{ upper }}), linewidth = line(look$stroke$data), na.rm = TRUE)
}

means <- base(methods, "A  AUROC, mean over the same partners [95% CI]") +
  geom_vline(xintercept = 0.5, linetype = "22", colour = look$ink$reference, linewidth = line(look$stroke$reference)) +
  geom_point(data = cells, aes(x = auroc, y = row), inherit.aes = FALSE, shape = "|", size = 2, colour = look$ink$tick) +
  interval(ci_lower, ci_upper) +
  geom_point(aes(x = mean, size = category)) +
  beside(interval_text(mean, ci_lower, ci_upper, 3)) +
  labs(x = sprintf("AUROC (mean of %d refits)", sidecar$counts$n_bootstrap)) +
  theme(strip.placement = "outside", strip.text.y.left = element_text(size = look$type$label, angle = 90, hjust = 0.5))

differences <- base(methods, "B  Difference from the reference [95% CI]") +
  annotate("rect", xmin = -margin, xmax = margin, ymin = -Inf, ymax = Inf, fill = look$ink$margin) +
  geom_vline(xintercept = 0, colour = look$ink$reference, linewidth = line(look$stroke$reference)) +
  interval(diff_lower, diff_upper) +
  geom_point(aes(x = diff, size = category), na.rm = TRUE) +
  beside(ifelse(is_reference, "reference", ifelse(is.na(diff), "not compared", interval_text(diff, diff_lower, diff_upper, 3)))) +
  labs(x = "Difference in AUROC") +
  theme(axis.text.y = element_blank(), strip.text = element_blank())

height <- 1.1 + 0.17 * nrow(methods)
note <- sprintf("| configuration \u00b7 dashed: chance \u00b7 grey: declared margin \u00b1%s", fixed(margin, 2))
if (any(apart)) note <- paste("\u2020 not run with all partners; any difference is from GT \u00d7 GT \u00b7", note)
write_figure(sidecar, list(means, differences), height, note, widths = c(4, 3))
