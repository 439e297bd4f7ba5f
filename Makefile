# better-sqlite3 is compiled against the headers of the installed Node, so that only the npm registry is needed.
export npm_config_nodedir := $(shell node -p "require('path').resolve(process.execPath, '../..')" 2>/dev/null)
export npm_config_build_from_source := better-sqlite3

# Only "make cuda" installs the CUDA provider (.npmrc sets the same for npm called by hand).
export ONNXRUNTIME_NODE_INSTALL := skip

# No warnings from third-party code, and a header that it needs on Node 24.19 and later.
SQLITE_FLAGS := $(CXXFLAGS) -w -include $(CURDIR)/scripts/sqlite/objectWrap.h

# Native modules compiled for one Node ABI do not load in another.
INSTALLED := node_modules/.installed-for-node-$(shell node -p process.versions.modules 2>/dev/null)
# Includes the folders, whose times change when a file is removed.
SOURCES := $(shell find src) package.json tsconfig.json vite.config.mts scripts/build.ts

.PHONY: run test test-gpu lint eslint prettier types bench cuda clean install build

# Makes glibc return freed memory to the system, as in the container image.
run: export MALLOC_MMAP_THRESHOLD_ := 131072
run: export MALLOC_TRIM_THRESHOLD_ := 131072
run: build
	node --max-semi-space-size=2 dist/main.js

test: install
	@$(MAKE) --no-print-directory -j2 build lint
	npx jest

lint: eslint types prettier

eslint: install
	npx eslint .

prettier: install
	npx prettier --check --log-level warn .

types: install
	npx tsc --noEmit
	npx tsc -p src/web

cuda: install
	npx tsx scripts/cuda/install.ts $(if $(CUDA),--cuda $(CUDA))

test-gpu: install
	npx tsx scripts/cuda/testGpu.ts

bench: build
	npx tsx scripts/bench/run.ts

build: dist/.built

dist/.built: $(INSTALLED) $(SOURCES)
	@echo 'Building the server and the page.'
	@npm run --silent build
	@touch $@

install: $(INSTALLED)

$(INSTALLED): package-lock.json .npmrc
	@sh scripts/needs.sh
	@echo 'Installing npm packages, and compiling SQLite: a minute or two.'
	@CXXFLAGS="$(SQLITE_FLAGS)" npm ci --foreground-scripts --loglevel error
	@touch $@

clean:
	rm -rf dist node_modules coverage screenshots
