/** Stands for onnxruntime-node in tests: the one that the environment loaded. */
module.exports = globalThis.onnxruntime;
