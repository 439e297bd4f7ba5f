"""Teaches Schemathesis NDJSON: a value, or each of a list, on a line of its own."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    values = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(each) for each in values).encode()


@schemathesis.deserializer("application/x-ndjson")
def first_line(_context, response):
    return json.loads(response.content.split(b"\n")[0])
