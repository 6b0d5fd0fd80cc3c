#!/usr/bin/env bash
# Succeeds where the server of this container is ready. Asks by the shell alone, for the image has no curl.
set -euo pipefail
exec 3<> /dev/tcp/127.0.0.1/"${1:-5123}"
printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
IFS=' ' read -r _ status _ <&3
[ "$status" = 200 ]
