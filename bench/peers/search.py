#!/usr/bin/env python3
"""Nearest-neighbor search with scikit-learn, faiss and hnswlib, over the very vectors that Kindred searches.

The files are written by `Kindred.Benchmarks vectors`: float32, of length 1, so that the largest inner product is the nearest by any metric.
Prints lines of JSON; bench/search.sh runs this in turns with Kindred, and bench/tables.mjs makes tables of both.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from importlib import metadata

# Either would hold OpenBLAS to another processor's kernels or cache. It reads them as it is loaded, which is before a
# program could change its mind, hence the fresh start.
HELD_BACK = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
if any(name in os.environ for name in HELD_BACK):
    kept = {name: value for name, value in os.environ.items() if name not in HELD_BACK}
    os.execve(sys.executable, [sys.executable, *sys.argv], kept)

import faiss
import hnswlib
import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_info, threadpool_limits

K = 10
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
SEARCH_WIDTHS = (10, 15, 20, 30, 40, 60, 80, 120, 200, 400)
M = 16
EF_CONSTRUCTION = 200
BALL_TREE_ROWS = 2000  # all would take too long: in many dimensions a ball tree looks at nearly every vector


def rounds(count, work, warm=True):
    """Seconds of each round, after one that is not counted."""
    if warm:
        work()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times


def per(items, times):
    return [seconds / items for seconds in times]


def load(path):
    return np.ascontiguousarray(np.load(path), dtype=np.float32)


def emit(table, library, method, vectors, **figures):
    row = {"table": table, "library": library, "method": method, "vectors": len(vectors), "dimensions": vectors.shape[1], **figures}
    print(json.dumps(row), flush=True)


def flat(vectors):
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def recall(found, truth):
    return float(np.mean([len(np.intersect1d(a, b)) / K for a, b in zip(found, truth)]))


def run_exact(arguments):
    vectors = load(arguments.file)
    index = flat(vectors)
    faiss.omp_set_num_threads(CORES)
    times = rounds(5, lambda: index.search(vectors, K))
    agreement = None
    if arguments.compare:
        # One more, because each finds itself first; Kindred leaves that out.
        _, found = index.search(vectors, K + 1)
        others = [row[row != number][:K] for number, row in enumerate(found)]
        agreement = recall(np.load(arguments.compare).astype(np.int64), others)
    emit("exact", "faiss", "IndexFlatIP", vectors, threads=CORES, seconds=times, agreement=agreement)

    brute = NearestNeighbors(n_neighbors=K, algorithm="brute", n_jobs=CORES).fit(vectors)
    emit("exact", "scikit-learn", "brute", vectors, threads=CORES, seconds=rounds(2, lambda: brute.kneighbors(vectors), warm=False))

    if not arguments.skip_slow:
        part = vectors[:BALL_TREE_ROWS]
        tree = NearestNeighbors(n_neighbors=K, algorithm="ball_tree", n_jobs=CORES)
        emit("exact", "scikit-learn", "ball_tree", part, threads=CORES, seconds=rounds(1, lambda: tree.fit(part).kneighbors(part), warm=False))


def run_single(arguments):
    vectors = load(arguments.file)
    index = flat(vectors)
    queries = vectors[(np.arange(1, 21) * 7919) % len(vectors)].copy()

    def numpy_search(query):
        scores = query @ vectors.T
        best = np.argpartition(scores, -K)[-K:]
        return best[np.argsort(-scores[best])]

    for threads in sorted({CORES, 1}, reverse=True):
        faiss.omp_set_num_threads(threads)
        with threadpool_limits(limits=threads, user_api="blas"):
            # By itself faiss multiplies few queries with loops of its own, and many with BLAS. Whichever is faster counts.
            ways = {}
            for way, threshold in (("own loops", 20), ("BLAS", 1)):
                faiss.cvar.distance_compute_blas_threshold = threshold
                ways[way] = rounds(9, lambda: [index.search(query[np.newaxis], K) for query in queries])
            way, times = min(ways.items(), key=lambda item: statistics.median(item[1]))
            emit("single", "faiss", f"IndexFlatIP, {way}", vectors, threads=threads, seconds=per(len(queries), times))
            times = rounds(9, lambda: [numpy_search(query) for query in queries])
            emit("single", "NumPy", "q @ X.T", vectors, threads=threads, seconds=per(len(queries), times))


def curve(arguments, library, method, build, set_width, search, base, queries, truth):
    """Builds once with all threads, then measures recall and time per query on one thread, queries one at a time and all in one call."""
    start = time.perf_counter()
    index = build()
    emit("build", library, method, base, data=arguments.name, m=M, efConstruction=EF_CONSTRUCTION, threads=CORES,
         seconds=[time.perf_counter() - start])
    for width in SEARCH_WIDTHS:
        set_width(index, width)
        found = search(index, queries)
        batch = per(len(queries), rounds(5, lambda: search(index, queries)))
        single = per(len(queries), rounds(5, lambda: [search(index, query[np.newaxis]) for query in queries]))
        way = min(("batch", batch), ("single", single), key=lambda ways: statistics.median(ways[1]))
        emit("hnsw", library, method, base, data=arguments.name, ef=width, recall=recall(found, truth), threads=1, calls=way[0], seconds=way[1])


def run_hnsw(arguments):
    base, queries = load(arguments.file), load(arguments.queries)
    faiss.omp_set_num_threads(CORES)
    _, truth = flat(base).search(queries, K)

    def build_hnswlib():
        index = hnswlib.Index(space="ip", dim=base.shape[1])
        index.init_index(max_elements=len(base), ef_construction=EF_CONSTRUCTION, M=M, random_seed=1)
        index.add_items(base, num_threads=CORES)
        index.set_num_threads(1)
        return index

    def build_faiss():
        index = faiss.IndexHNSWFlat(base.shape[1], M, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_CONSTRUCTION
        faiss.omp_set_num_threads(CORES)
        index.add(base)
        faiss.omp_set_num_threads(1)
        return index

    def set_faiss_width(index, width):
        index.hnsw.efSearch = width

    curve(arguments, "hnswlib", "hnsw", build_hnswlib, lambda index, width: index.set_ef(width),
          lambda index, some: index.knn_query(some, k=K, num_threads=1)[0], base, queries, truth)
    curve(arguments, "faiss", "IndexHNSWFlat", build_faiss, set_faiss_width,
          lambda index, some: index.search(some, K)[1], base, queries, truth)


def vector_registers(module):
    """How wide the vectors are that a compiled module computes with, in bits; None where objdump is missing."""
    try:
        code = subprocess.run(["objdump", "--disassemble", "--no-show-raw-insn", module], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return max((bits for name, bits in (("zmm", 512), ("ymm", 256), ("xmm", 128)) if re.search(f"%{name}", code)), default=None)


def run_versions(_):
    """Which versions these are, and what their compilers were allowed to use."""
    blas = [f"OpenBLAS {library['version']}, {library.get('architecture')} kernels" for library in threadpool_info() if library["internal_api"] == "openblas"]
    print(json.dumps({
        "table": "peers",
        "blas": blas,
        "versions": {
            "scikit-learn": sklearn.__version__,
            "faiss": faiss.__version__,
            "hnswlib": metadata.version("hnswlib"),
            "numpy": np.__version__,
            "python": sys.version.split()[0],
        },
        "vectorBits": {
            "faiss": vector_registers(sys.modules["faiss._swigfaiss"].__file__) if "faiss._swigfaiss" in sys.modules else None,
            "hnswlib": vector_registers(hnswlib.__file__),
        },
    }))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ways = parser.add_subparsers(required=True, metavar="WAY")
    exact = ways.add_parser("exact", help="the ten nearest of every vector")
    exact.add_argument("file")
    exact.add_argument("--compare", help="lists that Kindred.Benchmarks exact wrote, to see that both find the same")
    exact.add_argument("--skip-slow", action="store_true", help="without the ball tree")
    exact.set_defaults(run=run_exact)
    single = ways.add_parser("single", help="one exact query after another, on all threads and on one")
    single.add_argument("file")
    single.set_defaults(run=run_single)
    hnsw = ways.add_parser("hnsw", help="graphs: building time, then recall and time per query over the width of the search")
    hnsw.add_argument("file")
    hnsw.add_argument("queries")
    hnsw.add_argument("--name", default="vectors", help="what the vectors are called in the tables")
    hnsw.set_defaults(run=run_hnsw)
    ways.add_parser("versions", help="versions, and the processor features they were built for").set_defaults(run=run_versions)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
