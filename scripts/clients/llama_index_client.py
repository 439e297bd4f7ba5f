"""LlamaIndex's OpenAI embeddings: python scripts/clients/llama_index_client.py http://127.0.0.1:8080"""

import sys

from llama_index.embeddings.openai import OpenAIEmbedding

embedding = OpenAIEmbedding(model_name="shelfcast", api_base=f"{sys.argv[1]}/v1", api_key="not needed")
vectors = embedding.get_text_embedding_batch(["Red glass lantern", "Blue tin mug"])
print("texts:", len(vectors), "of", len(vectors[0]), "numbers")
print("query:", len(embedding.get_query_embedding("lantern")), "numbers")
