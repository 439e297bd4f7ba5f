"""Python's own urllib, which sends a whole body before it reads: python scripts/clients/stream.py http://127.0.0.1:8080"""

import json
import sys
import time
import urllib.request

LINES = int(sys.argv[2]) if len(sys.argv) > 2 else 40_000
body = "".join(json.dumps({"description": f"Red glass lantern no. {n % 50}", "price": 4.95}) + "\n" for n in range(LINES))
request = urllib.request.Request(
    f"{sys.argv[1]}/embed-and-predict", data=body.encode(), headers={"content-type": "application/x-ndjson"}
)
start = time.monotonic()
answers = [json.loads(line) for line in urllib.request.urlopen(request, timeout=600)]
assert len(answers) == LINES, f"{len(answers)} answers"
assert all("total" in answer for answer in answers), next(answer for answer in answers if "total" not in answer)
print(f"{LINES} lines answered in {time.monotonic() - start:.1f} s")
