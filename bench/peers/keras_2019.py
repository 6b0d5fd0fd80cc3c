#!/usr/bin/env python3
"""The 2019 recommender's job with the libraries it used or their nearest kin, as fast as they go on this machine.

Every picture of a folder, one at a time: opened, resized to 150x150, divided by 255, put through InceptionV3 up to its last
feature map, flattened to 18,432 numbers. Then scikit-learn lists the nearest neighbors of each among all. Prints JSON.

The weights are random: speed does not depend on them, and the real ones need not be fetched.
"""
import argparse
import json
import math
import os
import statistics
import sys
import time

# Either would hold OpenBLAS to another processor's kernels or cache. It reads them as it is loaded, which is before a
# program could change its mind, hence the fresh start.
HELD_BACK = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
if any(name in os.environ for name in HELD_BACK):
    kept = {name: value for name, value in os.environ.items() if name not in HELD_BACK}
    os.execve(sys.executable, [sys.executable, *sys.argv], kept)

import numpy as np
import PIL
import sklearn
import torch
import torchvision
from PIL import Image
from sklearn.neighbors import NearestNeighbors
from torchvision.models.feature_extraction import create_feature_extractor

SIDE = 150
EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff")


def find(folder):
    return sorted(
        os.path.join(directory, name)
        for directory, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(EXTENSIONS)
    )


def load(path):
    """One picture as Keras loads it: nearest pixel, which is also the cheapest."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.NEAREST))
    return torch.from_numpy(np.divide(pixels, 255, dtype=np.float32).transpose(2, 0, 1)[np.newaxis])


def build(sample, as_written):
    """InceptionV3 up to Mixed_7c, its batch normalisation fitted to a sample so that random weights keep their scale."""
    torch.manual_seed(0)
    model = torchvision.models.inception_v3(weights=None, aux_logits=False, init_weights=False, transform_input=False)
    norms = [layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    with torch.inference_mode():
        model.train()(sample)
    extractor = create_feature_extractor(model.eval(), {"Mixed_7c": "map"})
    # The order of channels that oneDNN's convolutions like best.
    return extractor if as_written else extractor.to(memory_format=torch.channels_last)


def extract(model, paths):
    features = np.empty((len(paths), 3 * 3 * 2048), np.float32)
    with torch.inference_mode():
        for row, path in zip(features, paths):
            row[:] = model(load(path))["map"][0].permute(1, 2, 0).reshape(-1).numpy()
    return features


def choose_threads(model, paths):
    """The number of threads that is faster, one or one per core: a single small picture gives two cores little to share."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()

    def median_seconds(threads):
        torch.set_num_threads(threads)
        extract(model, paths[:3])  # the first runs also allocate and choose kernels
        return statistics.median(seconds(lambda: extract(model, [path])) for path in paths[:20])

    fastest = min({1, cores}, key=median_seconds)
    return fastest


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def openblas():
    """Which OpenBLAS runs, with which kernels; None where threadpoolctl cannot say."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return None
    return [
        {"version": library["version"], "kernels": library.get("architecture"), "threads": library["num_threads"]}
        for library in threadpool_info()
        if library["internal_api"] == "openblas"
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", help="where the pictures are, in subfolders too")
    parser.add_argument("--count", type=int, default=1000, help="pictures; the folder's are repeated if it has fewer (default 1000)")
    parser.add_argument("-k", type=int, default=6, help="neighbors, the picture itself among them (default 6)")
    parser.add_argument("--as-written", action="store_true", help="PyTorch's own defaults: no tuning of memory format and threads")
    arguments = parser.parse_args()

    if openblas() == []:
        sys.exit("OpenBLAS is missing, and without it PyTorch takes twice to ten times as long: install libopenblas0-pthread")
    found = find(arguments.folder)
    if not found:
        parser.error(f"no pictures in {arguments.folder}")
    paths = (found * math.ceil(arguments.count / len(found)))[: arguments.count]

    model = build(torch.cat([load(path) for path in found[:16]]), arguments.as_written)
    threads = os.cpu_count() if arguments.as_written else choose_threads(model, paths)
    torch.set_num_threads(threads)

    start = time.perf_counter()
    features = extract(model, paths)
    extracted = time.perf_counter()
    neighbors = NearestNeighbors(n_neighbors=arguments.k, algorithm="ball_tree", metric="euclidean").fit(features)
    neighbors.kneighbors(features)
    done = time.perf_counter()

    if not np.isfinite(features).all():
        sys.exit("the features overflowed: the times mean nothing")
    json.dump(
        {
            "as_written": arguments.as_written,
            "pictures": len(paths),
            "distinct_pictures": min(len(found), len(paths)),
            "extract_seconds": round(extracted - start, 3),
            "neighbors_seconds": round(done - extracted, 3),
            "total_seconds": round(done - start, 3),
            "threads": threads,
            "blas": openblas(),
            "onednn": torch.backends.mkldnn.is_available(),
            "versions": {
                "python": sys.version.split()[0],
                "torch": torch.__version__,
                "torchvision": torchvision.__version__,
                "scikit-learn": sklearn.__version__,
                "numpy": np.__version__,
                "pillow": PIL.__version__,
            },
        },
        sys.stdout,
        indent=2,
    )
    print()


if __name__ == "__main__":
    main()
