"""
Measures Spark against bare workers on the same cores, and kills an executor in the middle:

    python measure.py --items 2000000 --worker "node dist/cli.js worker --model onnx/demo-shop"

Ends with status 1 where the output lacks a row, has one twice, or has other figures than the bare workers.
"""

import argparse
import json
import os
import pathlib
import random
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from array import array

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
WORDS = (
    "red blue green large small ceramic wooden glass metal paper vintage set of six mug jug lamp candle plate tray box "
    "heart star garden kitchen napkins bag"
).split()
ROWS_A_FILE = 20_000
# About one file.
TASK_BYTES = 600_000
# Of a figure, or of a unit: a text's vector is the same in any batch, a head's last digit is not, and figures are rounded.
TOLERANCE = 2e-4
# Every so many rows one without a description.
BAD_EVERY = 1000


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        make_items(place / "items", options.items)
        bare = bare_workers(place, options)
        print(f"{options.cores} bare workers: {options.items / bare:.0f} items/s", flush=True)
        spark, killed = on_spark(place, options)
        print(f"Spark, {options.cores} executors, killed {killed}: {options.items / spark:.0f} items/s, {bare / spark:.0%}")
        if options.kill and not killed:
            raise SystemExit("no executor was killed: ask for more items")
        compare(place, options)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--cores", type=int, default=os.cpu_count())
    parser.add_argument("--worker", required=True)
    parser.add_argument("--no-kill", dest="kill", action="store_false")
    options = parser.parse_args()
    # An executor starts in a directory of its own, where paths like dist/cli.js would lead nowhere.
    options.worker = f"cd {shlex.quote(os.getcwd())} && exec {options.worker}"
    return options


def make_items(folder, count):
    folder.mkdir()
    draw = random.Random(0)
    for start in range(0, count, ROWS_A_FILE):
        rows = range(start, min(count, start + ROWS_A_FILE))
        titles = ["" if row % BAD_EVERY == 7 else " ".join(draw.sample(WORDS, 6)) for row in rows]
        prices = [round(draw.uniform(0.5, 20), 2) for _ in rows]
        table = pa.table({"row": list(rows), "title": titles, "price": prices})
        pq.write_table(table, folder / f"{start:09}.parquet")


def bare_workers(place, options):
    """Seconds in which the workers alone forecast all rows, from files of lines to files of lines."""
    lines = [open(place / f"asked-{core}", "w") for core in range(options.cores)]
    for batch in ds.dataset(place / "items").to_batches():
        for row in batch.to_pylist():
            item = {"description": row["title"], "price": row["price"]}
            lines[row["row"] % options.cores].write(json.dumps(item) + "\n")
    for file in lines:
        file.close()
    started = time.monotonic()
    workers = [
        subprocess.Popen(
            options.worker,
            shell=True,
            stdin=open(place / f"asked-{core}"),
            stdout=open(place / f"answered-{core}", "w"),
        )
        for core in range(options.cores)
    ]
    if any([worker.wait() for worker in workers]):
        raise SystemExit("a bare worker failed")
    return time.monotonic() - started


def on_spark(place, options):
    """Seconds of the whole job, its start included, and the process that was killed."""
    killed = []
    over = threading.Event()
    if options.kill:
        threading.Thread(target=kill_one, args=(place, killed, over), daemon=True).start()
    started = time.monotonic()
    command = [
        "spark-submit",
        *("--master", f"local-cluster[{options.cores},1,1024]", "--conf", "spark.executor.memory=1g"),
        *("--py-files", str(HERE / "worker.py"), str(HERE / "score.py")),
        *("--input", str(place / "items"), "--output", str(place / "scored")),
        *("--column", "description=title", "--worker", options.worker, "--task-bytes", str(TASK_BYTES)),
    ]
    log = place / "spark.log"
    with open(log, "w") as file:
        status = subprocess.run(command, stdout=file, stderr=file).returncode
    over.set()
    if status:
        shutil.copy(log, "spark.log")
        raise SystemExit("the job failed; see spark.log")
    return time.monotonic() - started, killed


def kill_one(place, killed, over):
    """SIGKILL to an executor once a quarter of the input's files are done."""
    files = len(list((place / "items").iterdir()))
    while not over.wait(0.5):
        done = len(list(place.glob("scored/_temporary/0/task_*/outcome=forecast/*.parquet")))
        executors = processes("CoarseGrainedExecutorBackend")
        if done and done * 4 >= min(files, 8) and executors:
            os.kill(executors[0], signal.SIGKILL)
            killed.append(executors[0])
            return


def processes(name):
    found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True).stdout.split()
    return [int(pid) for pid in found]


def compare(place, options):
    bare = {}
    for core in range(options.cores):
        with open(place / f"answered-{core}") as file:
            for at, line in enumerate(file):
                answer = json.loads(line)
                if "code" not in answer:
                    bare[at * options.cores + core] = figures_of(answer["forecast"], answer["total"])
    seen = set()
    worst, moved = 0.0, 0
    for batch in ds.dataset(place / "scored", partitioning="hive").to_batches():
        for row in batch.to_pylist():
            number = row["row"]
            if number in seen:
                raise SystemExit(f"row {number} came twice")
            seen.add(number)
            if (row["error"] is None) != (number in bare):
                raise SystemExit(f"row {number} has a forecast on one side and an error on the other")
            if row["error"] is None:
                own, other = figures_of(row["forecast"], row["total"]), bare[number]
                far = max(abs(a - b) / max(1, abs(b)) for a, b in zip(own, other, strict=True))
                worst, moved = max(worst, far), moved + (far > TOLERANCE)
    if len(seen) != options.items:
        raise SystemExit(f"{options.items - len(seen)} rows are missing")
    print(
        f"{len(seen)} rows, each once, {len(bare)} forecast; {moved} of them differ from the bare workers' by more than "
        f"{TOLERANCE}, at most {worst:.1e}"
    )
    if moved:
        raise SystemExit("these are too much to be rounding")


def figures_of(weeks, total):
    return array("d", (range[name] for range in [*weeks, total] for name in ("p10", "p50", "p90", "mean")))


if __name__ == "__main__":
    main()
