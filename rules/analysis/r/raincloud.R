# Four measures of every configuration by the category of its outlier method: dots, quartiles, and half a density where
# there are enough configurations for one. Quartiles and densities are in the sidecar.
source("rules/analysis/r/theme.R")

sidecar <- read_sidecar()
configurations <- rows_of(sidecar, "configuration")
spreads <- rows_of(sidecar, "spread")
spreads[c("q25", "q75")] <- lapply(spreads[c("q25", "q75")], as.numeric)
# Columns of rows that a study does not have are not there.
densities <- rows_of(sidecar, "density")
if (nrow(densities) == 0) densities <- cbind(densities, x = numeric(), density = numeric())
counts <- table(configurations$category)
present <- rev(intersect(names(colours), names(counts)))
at <- setNames(seq_along(present), present)
treat_all <- configurations$net_benefit_all_10pct[1]

# Equal values of a category stand under each other, nearest first.
stacked <- function(metric, bins) {
  values <- if (metric == "o_e_ratio") log(configurations[[metric]]) else configurations[[metric]]
  span <- max(diff(range(values)), 1e-9)
  bin <- floor((values - min(values)) / span * (bins - 1e-9))
  dots <- data.frame(
    category = configurations$category, x = configurations[[metric]], is_default = configurations$equals_default, bin
  )
  dots <- dots[order(dots$category, dots$bin, dots$x), ]
  dots$place <- ave(dots$bin, dots$category, dots$bin, FUN = seq_along)
  dots
}

panel <- function(metric, title, line_at, line_name) {
  dots <- stacked(metric, 50)
  own <- spreads[spreads$metric == metric, ]
  clouds <- densities[densities$metric == metric, ]
  clouds$height <- clouds$density / max(clouds$density, 1e-12)
  clouds <- clouds[order(clouds$category, clouds$x), ]
  is_benefit <- metric == "net_benefit_10pct"
  step_down <- min(0.12, 0.34 / max(dots$place))
  figure <- ggplot(dots, aes(colour = category, fill = category)) +
    geom_vline(xintercept = line_at, linetype = "22", colour = look$ink$reference, linewidth = line(look$stroke$reference)) +
    geom_ribbon(
      data = clouds, aes(x = x, ymin = at[category] + 0.08, ymax = at[category] + 0.08 + 0.36 * height, group = category),
      alpha = 0.3, colour = NA
    ) +
    geom_segment(
      data = own, aes(x = q25, xend = q75, y = at[category], yend = at[category]), linewidth = line(2.2), na.rm = TRUE
    ) +
    geom_point(data = own, aes(x = median, y = at[category]), shape = "|", size = 3.2) +
    geom_point(
      aes(x = x, y = at[category] - 0.1 - step_down * place), size = 0.9, stroke = 0.35,
      shape = ifelse(is_benefit & dots$is_default, 1, 16)
    ) +
    annotate(
      "text", x = line_at, y = length(present) + 0.62, label = paste0(" ", line_name), hjust = 0,
      size = text_size, family = look$family, colour = look$ink$reference
    ) +
    scale_colour_manual(values = colours) +
    scale_fill_manual(values = colours) +
    scale_y_continuous(
      breaks = at, labels = sprintf("%s (%d)", present, counts[present]), limits = c(0.5, length(present) + 0.7)
    ) +
    labs(title = title, x = NULL, y = NULL) +
    theme_study() +
    theme(panel.grid.major.y = element_blank())
  if (metric == "o_e_ratio") return(figure + scale_x_log10(labels = function(x) fixed(x, 2)))
  figure + scale_x_continuous(labels = function(x) fixed(x, 2))
}

panels <- list(
  panel("auroc", sprintf("A  AUROC (mean of %d refits)", sidecar$counts$n_bootstrap), 0.5, "chance"),
  panel("scaled_brier", "B  Scaled Brier score", 0, "prevalence"),
  panel("net_benefit_10pct", "C  Net benefit at 10%", treat_all, "treat all"),
  panel("o_e_ratio", "D  Observed over expected", 1, "as expected")
)
same <- sum(configurations$equals_default)
note <- sprintf(
  "dot: configuration (open: treat all, %d of %d) \u00b7 |: median \u00b7 bar: quartiles", same, nrow(configurations)
)
write_figure(sidecar, panels, height = 4.4, note, widths = c(1, 1), heights = c(1, 1))
