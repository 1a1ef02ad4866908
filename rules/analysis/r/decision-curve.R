# Net benefit of the standard pipelines beside treating all and no one, and the gain over the better of these.
source("rules/analysis/r/theme.R")

sidecar <- read_sidecar()
pipelines <- rows_of(sidecar, "pipeline")
points <- rows_of(sidecar, "threshold")
points <- points[points$threshold <= sidecar$domains$threshold[2], ]
points$category <- pipelines$category[match(points$role, pipelines$role)]
declared <- sidecar$domains$declared
defaults <- points[points$role == points$role[1], ]
low <- -0.05

# Labels at the right end, moved apart where they would touch.
spread <- function(at, gap) {
  order_up <- order(at)
  placed <- at[order_up]
  for (i in seq_along(placed)[-1]) placed[i] <- max(placed[i], placed[i - 1] + gap)
  at[order_up] <- placed
  at
}
ends <- points[points$threshold == max(points$threshold), ]
labels <- data.frame(
  name = c(pipelines$name[match(ends$role, pipelines$role)], "treat none"),
  at = c(ends$net_benefit_model, 0),
  colour = c(colours[ends$category], look$ink$reference)
)
labels$placed <- spread(pmax(labels$at, low), 0.02)
last_shown <- max(defaults$threshold[defaults$net_benefit_all >= low])

base <- function(title, y) {
  ggplot(points, aes(x = threshold, colour = category, linetype = category)) +
    annotate("rect", xmin = declared[1], xmax = declared[2], ymin = -Inf, ymax = Inf, fill = look$ink$margin) +
    geom_hline(yintercept = 0, colour = look$ink$reference, linewidth = line(look$stroke$reference)) +
    scale_colour_manual(values = colours) +
    scale_linetype_manual(values = dashes) +
    scale_x_continuous(labels = function(x) sprintf("%.0f%%", 100 * x), expand = c(0, 0)) +
    scale_y_continuous(labels = function(y) sprintf("%s%s", ifelse(y < 0, "", "\u2007"), fixed(y, 2))) +
    labs(title = title, x = NULL, y = y) +
    theme_study() +
    theme(plot.margin = margin(4, 76, 2, 6))
}

benefit <- base("A  Net benefit", "Net benefit") +
  geom_line(
    data = defaults[defaults$threshold <= last_shown, ], aes(x = threshold, y = net_benefit_all),
    inherit.aes = FALSE, colour = look$ink$reference, linewidth = line(look$stroke$data)
  ) +
  annotate(
    "text", x = last_shown, y = low, label = "treat all", hjust = 1.15, vjust = 0,
    size = text_size, family = look$family, colour = look$ink$reference
  ) +
  geom_line(aes(y = net_benefit_model, group = role), linewidth = line(look$stroke$data)) +
  geom_text(
    data = labels, aes(x = Inf, y = placed, label = paste0(" ", name)), inherit.aes = FALSE,
    hjust = 0, size = text_size, family = look$family, colour = labels$colour
  ) +
  coord_cartesian(ylim = c(low, NA), clip = "off")

gain <- base("B  Gain over the better of treating all and treating no one", "Gain") +
  geom_line(aes(y = nb_gain, group = role), linewidth = line(look$stroke$data)) +
  labs(x = "Decision threshold")

note <- sprintf("grey: declared range of thresholds, %.0f%% to %.0f%%", 100 * declared[1], 100 * declared[2])
write_figure(sidecar, list(benefit, gain), height = 4.4, note, heights = c(3, 2))
