# What the figures by R share: how a sidecar is read, the study's theme for ggplot2, and how pages are written. They are
# PNG alone: R's cairo devices set text of a PDF or SVG at whole points, so that words run into each other.
# The step hands over colours, shapes and sizes as a parameter, so that they are the same as in the other figures.

suppressPackageStartupMessages({
  library(ggplot2)
  library(grid)
})

step <- jsonlite::fromJSON(Sys.getenv("PLR_STEP"), simplifyVector = TRUE)
look <- step$params$theme

# The typeface lies in the repository. Fontconfig is told before the first device opens, of a folder with the two faces alone
# that the rule names: it looks into all that is there.
local({
  settings <- tempfile(fileext = ".conf")
  folder <- tempfile("fonts")
  dir.create(folder)
  file.copy(c(step$inputs$font_regular, step$inputs$font_bold), folder)
  writeLines(sprintf("<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>", folder, tempdir()), settings)
  Sys.setenv(FONTCONFIG_FILE = settings)
})

# The sidecar of a figure; `data` is one data frame whose `part` column says what a row is. Of a study that has not what
# the figure needs there is a page that says so, and the script is done.
read_sidecar <- function() {
  sidecar <- jsonlite::fromJSON(step$inputs$data)
  needs <- sidecar$needs
  unmet <- if (length(needs) == 0) NULL else needs[!needs$met, , drop = FALSE]
  if (NROW(unmet) == 0) return(sidecar)
  why <- paste0("Not applicable: ", unmet$name, " (", unmet$detail, ").", collapse = "\n")
  page <- ggplot() + annotate("text", x = 0, y = 0, label = why, size = text_size, family = look$family) + theme_void()
  write_figure(sidecar, list(page), height = 1.2, note = "")
  quit(save = "no")
}

rows_of <- function(sidecar, part) sidecar$data[sidecar$data$part == part, , drop = FALSE]

# Category -> value, for scale_*_manual.
colours <- sapply(look$categories, function(one) one$color)
# Of one size to the eye.
point_sizes <- sapply(look$categories, function(one) {
  c(circle = 2, square = 1.9, `triangle-up` = 1.9, `triangle-down` = 1.5, diamond = 2.5)[[one$shape]]
})
shapes <- sapply(look$categories, function(one) {
  c(circle = 16, square = 15, `triangle-up` = 17, `triangle-down` = 25, diamond = 18)[[one$shape]]
})
dashes <- sapply(look$categories, function(one) {
  if (length(one$dash) == 0) "solid" else paste(sprintf("%X", as.integer(one$dash)), collapse = "")
})

# Points of type, and of line width, in the units of geoms.
text_size <- look$type$label / .pt
line <- function(points) points / .pt

theme_study <- function() {
  grey <- element_text(size = look$type$label, colour = look$ink$secondary)
  theme_minimal(base_size = look$type$label, base_family = look$family) +
    theme(
      text = element_text(colour = look$ink$text),
      axis.text = grey,
      axis.title = element_text(size = look$type$axisTitle),
      axis.line = element_line(colour = look$ink$axis, linewidth = line(look$stroke$axis)),
      axis.ticks = element_line(colour = look$ink$axis, linewidth = line(look$stroke$axis)),
      panel.grid.minor = element_blank(),
      panel.grid.major = element_line(colour = look$ink$grid, linewidth = line(look$stroke$grid)),
      panel.spacing = unit(8, "pt"),
      plot.title = element_text(size = look$type$panelTitle, face = "bold", hjust = 0),
      plot.title.position = "plot",
      plot.margin = margin(4, 6, 2, 6),
      strip.text = element_text(size = look$type$panelTitle, face = "bold", hjust = 0, margin = margin(2, 0, 3, 0)),
      strip.clip = "off",
      legend.position = "none"
    )
}

# Fixed decimals with a true minus, and no sign on what was rounded to zero.
fixed <- function(x, digits) {
  text <- formatC(x, format = "f", digits = digits)
  sub("-", "\u2212", ifelse(grepl("[1-9]", text), text, sub("-", "", text, fixed = TRUE)), fixed = TRUE)
}

interval_text <- function(value, lower, upper, digits) {
  ifelse(
    is.na(lower) | is.na(upper),
    fixed(value, digits),
    sprintf("%s [%s, %s]", fixed(value, digits), fixed(lower, digits), fixed(upper, digits))
  )
}

# Writes the PNG at 300 dpi: panels beside each other (`widths`) or one over the other (`heights`), below them a line
# about the people and what marks mean (`note`), and the mark of synthetic data on top.
write_figure <- function(sidecar, panels, height, note, widths = 1, heights = 1) {
  draw <- function() {
    is_synthetic <- sidecar$provenance$is_synthetic
    rows <- unit.c(unit(if (is_synthetic) 14 else 0, "pt"), unit(1, "null"), unit(12, "pt"))
    grid.newpage()
    pushViewport(viewport(layout = grid.layout(3, 1, heights = rows)))
    if (is_synthetic) banner()
    pushViewport(viewport(
      layout.pos.row = 2,
      layout = grid.layout(length(heights), length(widths), widths = unit(widths, "null"), heights = unit(heights, "null"))
    ))
    for (at in seq_along(panels)) {
      place <- c((at - 1) %/% length(widths), (at - 1) %% length(widths)) + 1
      print(panels[[at]], vp = viewport(layout.pos.row = place[1], layout.pos.col = place[2]))
    }
    popViewport()
    counts <- sidecar$counts
    about <- sprintf("%d people, %d with glaucoma \u00b7 %d refits", counts$n_test, counts$n_events, counts$n_bootstrap)
    pushViewport(viewport(layout.pos.row = 3))
    small(about, x = unit(4, "pt"), just = "left")
    small(note, x = unit(1, "npc") - unit(4, "pt"), just = "right")
    popViewport()
  }
  png(
    step$outputs$png,
    width = sidecar$width_in, height = height, units = "in", res = 300, type = "cairo", family = look$family
  )
  draw()
  invisible(dev.off())
}

banner <- function() {
  pushViewport(viewport(layout.pos.row = 1))
  grid.rect(gp = gpar(fill = look$syntheticGround, col = NA))
  grid.text(
    "SYNTHETIC DATA \u00b7 not from patients \u00b7 do not publish",
    gp = gpar(col = "white", fontsize = look$type$label, fontface = "bold", fontfamily = look$family)
  )
  popViewport()
}

small <- function(text, x, just) {
  face <- gpar(col = look$ink$secondary, fontsize = look$type$label, fontfamily = look$family)
  grid.text(text, x = x, just = just, gp = face)
}
