#!/usr/bin/env bash
# Fetches snac's source from Debian's archive, verifies it and builds it in a folder; prints where the program is.
set -euo pipefail
folder=$1

VERSION=2.75
# As Debian's index of sources for trixie has it.
SHA256=aed2ef5669bab51f44b3d9d9740fc6e1595caefa30a52edf49dc0db757fc946c
SOURCE=${SNAC_SOURCE:-http://deb.debian.org/debian/pool/main/s/snac2/snac2_$VERSION.orig.tar.xz}

curl --silent --show-error --fail --location --max-time 60 --output "$folder/snac.tar.xz" "$SOURCE"
echo "$SHA256  $folder/snac.tar.xz" | sha256sum --check --quiet - >&2
tar --extract --file "$folder/snac.tar.xz" --directory "$folder"
cd "$folder/snac2-$VERSION"
# It looks at its queues every three seconds, which tests have no time for.
sed --in-place 's/poll(NULL, 0, 3 \* 1000)/poll(NULL, 0, 50)/' httpd.c
make --silent CFLAGS='-O1 -w -DUSE_POLL_FOR_SLEEP' >&2
echo "$PWD/snac"
