"""Triton's own client with its defaults: python scripts/clients/triton.py 127.0.0.1:8080 [model]"""

import sys

import numpy as np
import tritonclient.http as triton

address = sys.argv[1]
model = sys.argv[2] if len(sys.argv) > 2 else "demo-shop"
client = triton.InferenceServerClient(address)

print("live, ready, model ready:", client.is_server_live(), client.is_server_ready(), client.is_model_ready(model))
print("extensions:", client.get_server_metadata()["extensions"])
print("index:", [(entry["name"], entry["state"]) for entry in client.get_model_repository_index()])
metadata = client.get_model_metadata(model)
columns = next(tensor for tensor in metadata["inputs"] if tensor["name"] == "features")["parameters"]["columns"]
config = client.get_model_config(model)
print("config:", config["max_batch_size"], [tensor["name"] for tensor in config["input"]])

texts = np.array([["Red glass lantern"], ["Blue tin mug, enamelled"]], dtype=object)
numbers = np.zeros((2, len(columns)), dtype=np.float32)
numbers[1, 0] = np.nan if columns[0] == "price" else 0


def infer(binary):
    description = triton.InferInput("description", texts.shape, "BYTES")
    description.set_data_from_numpy(texts, binary_data=binary)
    features = triton.InferInput("features", numbers.shape, "FP32")
    features.set_data_from_numpy(numbers, binary_data=binary)
    outputs = None if binary else [triton.InferRequestedOutput("mean", binary_data=False)]
    return client.infer(model, [description, features], outputs=outputs).as_numpy("mean")


in_binary, as_json = infer(True), infer(False)
print("mean, in binary:", in_binary.shape, in_binary[0])
assert np.allclose(in_binary, as_json), "JSON and binary differ"
for algorithm in ("gzip", "deflate"):
    description = triton.InferInput("description", texts.shape, "BYTES")
    description.set_data_from_numpy(texts)
    features = triton.InferInput("features", numbers.shape, "FP32")
    features.set_data_from_numpy(numbers)
    answer = client.infer(model, [description, features], request_compression_algorithm=algorithm)
    assert np.allclose(answer.as_numpy("mean"), in_binary), algorithm
    print("compressed:", algorithm)
stats = client.get_inference_statistics(model)["model_stats"][0]
print("statistics:", stats["name"], stats["inference_count"], stats["inference_stats"]["success"])
try:
    client.get_model_metadata("none")
    raise AssertionError("a model that is not there was found")
except triton.InferenceServerException as error:
    print("no such model:", error.message())
