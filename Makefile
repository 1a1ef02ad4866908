# The study's commands. Each one sets up what it needs; FORCE=1 runs the named steps whatever is recorded.
NODE = node_modules/.bin/node
PLR = $(NODE) bin/plr.js
FORCE_FLAG = $(if $(filter-out 0,$(FORCE)),--force)
REAL_STUDY = $(if $(MLFLOW_TRACKING_URI)$(MLRUNS_DIR),-usepretex='\def\plrstudy{real}')
SETUP = node_modules/.package-lock.json

.PHONY: reproduce reproduce-from-checkpoint extract analyze figures test check bench paper clean
.DEFAULT_GOAL = reproduce

reproduce: $(SETUP) ## Everything: MLflow runs to the last table
	@$(PLR) build $(FORCE_FLAG)

reproduce-from-checkpoint: $(SETUP) ## Figures and tables from the committed database
	@$(PLR) build --from-checkpoint $(if $(FORCE_FLAG),--force analysis)

extract: $(SETUP) ## MLflow runs to the database
	@$(PLR) build $(FORCE_FLAG) extraction

analyze: $(SETUP) ## Database to figures and tables
	@$(PLR) build $(FORCE_FLAG) analysis

figures: $(SETUP) ## The figures
	@$(PLR) build $(FORCE_FLAG) figures

paper: $(SETUP) ## The tables in a small paper, with latexmk
	@$(PLR) build $(FORCE_FLAG) tables figures
	@latexmk -cd -pdf -silent -outdir=build $(REAL_STUDY) paper/main.tex
	@echo paper/build/main.pdf

test: $(SETUP) ## All tests
	@PATH="$(CURDIR)/node_modules/.bin:$$PATH" npm test --silent

check: $(SETUP) ## Format, lint, types, dead code
	@PATH="$(CURDIR)/node_modules/.bin:$$PATH" npm run check --silent

bench: $(SETUP)
	@PATH="$(CURDIR)/node_modules/.bin:$$PATH" npm run bench --silent

clean: $(SETUP) ## Remove what the build wrote
	@$(PLR) clean

$(SETUP): package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
