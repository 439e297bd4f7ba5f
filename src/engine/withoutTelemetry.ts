/**
 * ONNX Runtime keeps a device's id and events in the user's folders and sends them to its makers, unless this is set before
 * it is loaded.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
