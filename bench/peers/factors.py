"""The same factors by others: implicit ALS over a file of likes that `Kindred.Benchmarks likes` wrote, as lines of JSON.

    factors.py PICTURES PEOPLE FILE [--sweeps 12] [--dimensions 64] [--background 0.03] [--regularization 0.001]

`ials` solves every row's equations with NumPy: rows with as many likes together, so that LAPACK has batches to work on, a thread for each
core and one for each product: OpenBLAS would use all cores for each small matrix, which takes a hundred times as long. `ials cg` is the
same three steps of conjugate gradients as Kindred takes, all rows at once, with SciPy's sparse products. `ease` inverts a matrix of pictures
by pictures, and so takes part only where that fits memory.
"""
import argparse
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

if "OPENBLAS_CORETYPE" in os.environ or "OPENBLAS_L2_SIZE" in os.environ:
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    os.execv(sys.executable, [sys.executable, *sys.argv])

import numpy as np
import scipy
import scipy.sparse as sparse
import threadpoolctl

MOST_FOR_EASE = 20_000


def solve_exactly(likes, given, solved, background, regularization):
    """One side of a sweep: a batch of equations for each number of likes, of bounded size."""
    gram = background * (given.T @ given)
    counts = np.diff(likes.indptr)
    order = np.argsort(counts, kind="stable")
    for count in np.unique(counts):
        if count == 0:
            continue
        rows = order[np.searchsorted(counts[order], count):np.searchsorted(counts[order], count, side="right")]
        ridge = regularization * (background * len(given) + count)
        def solve(start):
            some = rows[start:start + 1024]
            places = likes.indptr[some][:, None] + np.arange(count)[None, :]
            chosen = given[likes.indices[places]]
            left = chosen.transpose(0, 2, 1) @ chosen + gram
            left[:, np.arange(gram.shape[0]), np.arange(gram.shape[0])] += ridge
            solved[some] = np.linalg.solve(left, chosen.sum(axis=1)[:, :, None])[:, :, 0]

        with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(solve, range(0, len(rows), 1024)))


def solve_by_steps(likes, given, solved, background, regularization, steps=3):
    """One side of a sweep, all rows at once: a product with the likes is gathered, as the matrix is sparse."""
    gram = background * (given.T @ given)
    counts = np.diff(likes.indptr).astype(np.float32)
    ridge = (regularization * (background * len(given) + counts))[:, None]
    rows = np.repeat(np.arange(likes.shape[0]), np.diff(likes.indptr))

    def multiply(direction):
        product = direction @ gram + ridge * direction
        along = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), 1 << 17):
            part = slice(start, start + (1 << 17))
            along[part] = np.einsum("ij,ij->i", direction[rows[part]], given[likes.indices[part]])
        product += sparse.csr_matrix((along, likes.indices, likes.indptr), likes.shape) @ given
        return product

    residual = likes @ given - multiply(solved)
    direction = residual.copy()
    left = np.einsum("ij,ij->i", residual, residual)
    for _ in range(steps):
        product = multiply(direction)
        length = left / np.maximum(np.einsum("ij,ij->i", direction, product), 1e-30)
        solved += length[:, None] * direction
        residual -= length[:, None] * product
        following = np.einsum("ij,ij->i", residual, residual)
        direction = residual + (following / np.maximum(left, 1e-30))[:, None] * direction
        left = following


def fit(likes, dimensions, sweeps, solve, background, regularization):
    random = np.random.default_rng(1)
    turned = likes.T.tocsr()
    pictures = (0.35 / np.sqrt(dimensions) * random.uniform(-1, 1, (likes.shape[1], dimensions))).astype(np.float32)
    pictures[np.diff(turned.indptr) == 0] = 0
    people = np.zeros((likes.shape[0], dimensions), np.float32)
    for _ in range(sweeps):
        solve(likes, pictures, people, background, regularization)
        solve(turned, people, pictures, background, regularization)
    return people, pictures


def loss(likes, people, pictures, background):
    """What is minimized, without what keeps factors small: the same for all who fit the same."""
    rows = np.repeat(np.arange(likes.shape[0]), np.diff(likes.indptr))
    scores = np.einsum("ij,ij->i", people[rows], pictures[likes.indices])
    return float(background * np.sum((people.T @ people) * (pictures.T @ pictures)) + np.sum((1 - scores) ** 2))


def ease(likes):
    gram = (likes.T @ likes).toarray().astype(np.float32)
    gram[np.diag_indices(len(gram))] += 500
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def report(name, work, more=lambda result: {}):
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"peer": name, "seconds": round(seconds, 2), "peakMegabytes": peak, **more(result)}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures", type=int)
    parser.add_argument("people", type=int)
    parser.add_argument("file")
    parser.add_argument("--sweeps", type=int, default=12)
    parser.add_argument("--dimensions", type=int, default=64)
    parser.add_argument("--background", type=float, default=0.03)
    parser.add_argument("--regularization", type=float, default=0.001)
    arguments = parser.parse_args()
    pairs = np.fromfile(arguments.file, np.int32).reshape(-1, 2)
    likes = sparse.csr_matrix(
        (np.ones(len(pairs), np.float32), (pairs[:, 0], pairs[:, 1])), (arguments.people, arguments.pictures))
    print(json.dumps({"numpy": np.__version__, "scipy": scipy.__version__, "likes": len(pairs)}), flush=True)
    for name, solve in (("ials cg", solve_by_steps), ("ials", solve_exactly)):
        report(
            name,
            lambda: fit(likes, arguments.dimensions, arguments.sweeps, solve, arguments.background, arguments.regularization),
            lambda factors: {"loss": round(loss(likes, *factors, arguments.background)),
                             "length": float(np.linalg.norm(factors[1], axis=1).mean())})
    if arguments.pictures <= MOST_FOR_EASE:
        report("ease", lambda: ease(likes))
    else:
        print(json.dumps({"peer": "ease", "gigabytes": round(2 * 4e-9 * arguments.pictures ** 2, 1), "run": False}))


main()
