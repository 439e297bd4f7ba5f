"""OpenAI's client: python scripts/clients/openai_client.py http://127.0.0.1:8080"""

import sys

from openai import BadRequestError, OpenAI

client = OpenAI(base_url=f"{sys.argv[1]}/v1", api_key="not needed")
models = list(client.models.list())
print("models:", [model.id for model in models], client.models.retrieve(models[0].id).object)
answer = client.embeddings.create(model=models[0].id, input=["Red glass lantern", "Blue tin mug"])
print("embeddings:", len(answer.data), "of", len(answer.data[0].embedding), "numbers;", answer.usage)
for body in ({"input": [1, 2, 3]}, {"input": "a", "dimensions": 7}):
    try:
        client.embeddings.create(model="any", **body)
        raise AssertionError("was taken")
    except BadRequestError as error:
        print("refused:", error.message)
