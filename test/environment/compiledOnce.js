const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

/** The script of each module, by its file. */
const compiled = new Map();
const compileFunction = vm.compileFunction;

// Kept while it is not called: the next test file calls it.
setFlagsFromString('--no-flush-bytecode');

/**
 * Has a module compiled once for all test files of a worker. Jest compiles it in the VM of each, which is a third of what
 * loading modules takes.
 */
vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options;
  if (!parsingContext || source.includes('import(')) return compileFunction(source, parameters, options);
  let known = compiled.get(filename);
  if (known?.source !== source) {
    const head = `(function (${parameters.join(', ')}) {`;
    const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
    compiled.set(filename, (known = { source, script }));
  }
  return known.script.runInContext(parsingContext);
};
