"""LangChain's OpenAI embeddings: python scripts/clients/langchain_client.py http://127.0.0.1:8080"""

import sys

from langchain_openai import OpenAIEmbeddings
from openai import BadRequestError

arguments = {"base_url": f"{sys.argv[1]}/v1", "api_key": "not needed", "model": "shelfcast"}
# Without this LangChain sends the token ids of OpenAI's own tokenizer.
embeddings = OpenAIEmbeddings(**arguments, check_embedding_ctx_length=False)
vectors = embeddings.embed_documents(["Red glass lantern", "Blue tin mug"])
print("documents:", len(vectors), "of", len(vectors[0]), "numbers")
print("query:", len(embeddings.embed_query("lantern")), "numbers")
try:
    from langchain_openai.embeddings import base

    base.tiktoken.encoding_for_model("text-embedding-3-small")
except Exception as error:
    print("token ids not tried, as their tokenizer cannot be loaded here:", type(error).__name__)
else:
    try:
        OpenAIEmbeddings(**{**arguments, "model": "text-embedding-3-small"}).embed_query("lantern")
        raise AssertionError("token ids were taken")
    except BadRequestError as error:
        print("token ids are refused:", error.message)
