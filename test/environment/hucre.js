/** Stands for hucre in tests: the one that the environment loaded, as it has no form for a test's module loader. */
module.exports = globalThis.hucre;
