# The study's commands. Each one sets up what it needs; FORCE=1 runs the named steps whatever is recorded.
NODE = node_modules/.bin/node
PLR = $(NODE) bin/plr.js
FORCE_FLAG = $(if $(filter-out 0,$(FORCE)),--force)
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

paper: $(SETUP) ## The paper with its tables and figures, where latexmk is installed
	@$(PLR) build $(FORCE_FLAG) paper

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
