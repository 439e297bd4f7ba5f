# better-sqlite3 compiles against the headers that came with the installed Node, so that nothing but npm is asked.
export npm_config_nodedir := $(shell node -p "require('path').resolve(process.execPath, '../..')")

# The CUDA provider comes by "make cuda" alone (.npmrc says the same to those who call npm by hand).
export ONNXRUNTIME_NODE_INSTALL := skip

.PHONY: run test test-gpu lint bench cuda clean install build

run: build
	node dist/main.js

test: build lint
	npx jest

lint: install
	npx eslint .
	npx prettier --check --log-level warn .
	npx tsc --noEmit

cuda: install
	npx tsx scripts/cuda/install.ts $(if $(CUDA),--cuda $(CUDA))

test-gpu: install
	npx tsx scripts/cuda/testGpu.ts

bench: build
	npx tsx scripts/bench/run.ts

build: install
	npm run --silent build

install: node_modules/.installed

node_modules/.installed: package-lock.json .npmrc
	npm ci --no-progress
	touch $@

clean:
	rm -rf dist node_modules coverage screenshots
