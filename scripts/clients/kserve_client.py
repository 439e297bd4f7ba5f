"""KServe's client: python scripts/clients/kserve_client.py http://127.0.0.1:8080 [model]"""

import asyncio
import sys

import numpy as np
from kserve import InferInput, InferRequest
from kserve.inference_client import InferenceRESTClient, RESTConfig

base = sys.argv[1]
model = sys.argv[2] if len(sys.argv) > 2 else "demo-shop"


async def main():
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    print("live, ready:", await client.is_server_live(base), await client.is_server_ready(base))
    print("model ready:", await client.is_model_ready(base, model))
    texts = np.array([["Red glass lantern"], ["Blue tin mug"]], dtype=np.object_)
    for binary in (False, True):
        description = InferInput("description", [2, 1], "BYTES")
        description.set_data_from_numpy(texts, binary_data=binary)
        inputs = [description]
        for name in ("has_history", "weeks_known", "launch", "lead", "year_sine", "year_cosine"):
            column = InferInput(name, [2, 1], "FP32")
            column.set_data_from_numpy(np.zeros((2, 1), dtype=np.float32), binary_data=binary)
            inputs.append(column)
        request = InferRequest(model_name=model, infer_inputs=inputs)
        answer = await client.infer(base, request, model_name=model)
        mean = next(output for output in answer.outputs if output.name == "mean").as_numpy()
        print("binary" if binary else "JSON", mean.shape, mean.reshape(2, -1)[0])


asyncio.run(main())
