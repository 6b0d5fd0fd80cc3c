#!/usr/bin/env bash
# Draws the password of the database and the key of the API into deploy/secrets, where there are none yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
umask 077
mkdir -p secrets
draw() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
[ -e secrets/password ] || draw > secrets/password
[ -e secrets/key ] || draw > secrets/key
printf 'database:5432:kindred:kindred:%s\n' "$(cat secrets/password)" > secrets/pgpass
# The containers' user is nobody in particular, and has to read them.
chmod 644 secrets/*
chmod 711 secrets
