/**
 * Unless this is set before it is loaded, ONNX Runtime stores a device id and events in the user's folders and sends
 * them to its makers.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
