#!/usr/bin/env bash
# Judges lists on real histories of which no picture shows anything: InstEval, in which 2,972 students rate 1,128 lecturers. It comes
# with the R package lme4 (GPL-2). Each lecturer is a picture, left to chance; a rating of 4 or 5 is a like, in random order, for there are
# no times.
#   bench/histories.sh [FOLDER]    FOLDER of at least 1,128 pictures; made-up ones where none is named
# Needs Debian's r-base-core (apt-get install r-base-core) to read the data; lme4's package is only unpacked.
set -euo pipefail
pictures=${1:+$(realpath -- "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/setup.sh
command -v Rscript > /dev/null || stop "Rscript is missing; install it (Debian: apt-get install r-base-core)."

prepare_benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

(cd "$scratch" && apt-get download r-cran-lme4 > /dev/null 2>&1) || stop "r-cran-lme4 cannot be downloaded; try apt-get update."
dpkg-deb -x "$scratch"/r-cran-lme4_*.deb "$scratch/lme4"
Rscript -e '
  arguments <- commandArgs(TRUE)
  lazyLoad(arguments[1])
  set.seed(1)
  ratings <- InstEval[sample(nrow(InstEval)), c("s", "d", "y")]
  write.csv(ratings, arguments[2], row.names = FALSE, quote = FALSE)
' "$scratch/lme4/usr/lib/R/site-library/lme4/data/Rdata" "$scratch/ratings.csv"

if [ -z "$pictures" ]; then
  pictures=$scratch/pictures
  "$bench" pictures "$pictures" 0 1200
fi
git log -1 --format='commit %h'
out/kindred index "$pictures" --library "$scratch/library" --space visual
"$bench" ratings "$scratch/library" "$scratch/ratings.csv"
out/kindred evaluate --library "$scratch/library" --task history
