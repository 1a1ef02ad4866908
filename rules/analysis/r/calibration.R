# Calibration of the standard pipelines: loess with its band, groups with Wilson's intervals, every person at the foot.
source("rules/analysis/r/theme.R")

sidecar <- read_sidecar()
pipelines <- rows_of(sidecar, "pipeline")
panel_of <- setNames(sprintf("%s  %s", LETTERS[seq_len(nrow(pipelines))], pipelines$name), pipelines$role)
in_panel <- function(rows) {
  rows$panel <- factor(panel_of[rows$role], levels = panel_of)
  rows$category <- pipelines$category[match(rows$role, pipelines$role)]
  rows
}
measures <- in_panel(data.frame(
  role = pipelines$role,
  label = with(pipelines, sprintf(
    "slope %s\nin the large %s\nO:E %s\nICI %s",
    ifelse(
      is.na(calibration_slope),
      "not defined",
      interval_text(calibration_slope, calibration_slope_lower, calibration_slope_upper, 2)
    ),
    interval_text(calibration_intercept, calibration_intercept_lower, calibration_intercept_upper, 2),
    interval_text(o_e_ratio, o_e_ratio_lower, o_e_ratio_upper, 2),
    interval_text(ici, ici_lower, ici_upper, 2)
  ))
))
curve <- in_panel(rows_of(sidecar, "curve"))
groups <- in_panel(rows_of(sidecar, "group"))
people <- in_panel(rows_of(sidecar, "person"))
people$foot <- ifelse(people$y_true == 1, -0.06, -0.13)

figure <- ggplot(curve, aes(x = predicted)) +
  facet_wrap(~panel, nrow = 1) +
  annotate("segment", x = 0, y = 0, xend = 1, yend = 1, linetype = "22", colour = look$ink$reference, linewidth = line(look$stroke$reference)) +
  geom_ribbon(aes(ymin = ci_lower, ymax = ci_upper, fill = category), alpha = 0.18) +
  geom_line(aes(y = observed, colour = category), linewidth = line(look$stroke$data)) +
  geom_linerange(data = groups, aes(x = p_mean, ymin = ci_lower, ymax = ci_upper), linewidth = line(look$stroke$sampling)) +
  geom_point(data = groups, aes(x = p_mean, y = observed), shape = 21, fill = "white", size = 1.6, stroke = 0.4) +
  geom_point(
    data = people, aes(x = y_prob, y = foot), shape = "|", size = 1.6,
    colour = ifelse(people$y_true == 1, look$outcomes$glaucoma$color, look$outcomes$control$color)
  ) +
  geom_text(
    data = measures, aes(x = 0, y = 1.06, label = label), hjust = 0, vjust = 0, lineheight = 1,
    size = text_size, colour = look$ink$secondary, family = look$family
  ) +
  scale_colour_manual(values = colours) +
  scale_fill_manual(values = colours) +
  scale_x_continuous(breaks = seq(0, 1, 0.2), limits = c(0, 1)) +
  scale_y_continuous(breaks = c(-0.13, -0.06, seq(0, 1, 0.2)), labels = c("control", "glaucoma", sprintf("%.1f", seq(0, 1, 0.2)))) +
  coord_fixed(ylim = c(-0.15, 1), clip = "off") +
  labs(x = "Predicted risk", y = "Observed frequency") +
  theme_study() +
  theme(strip.text = element_text(margin = margin(0, 0, 38, 0)))

sizes <- paste(unique(range(groups$n)), collapse = "\u2013")
note <- sprintf("line: loess, 95%% CI \u00b7 circle: group of %s people, 95%% CI \u00b7 | person", sizes)
write_figure(sidecar, list(figure), height = 3.1, note)
