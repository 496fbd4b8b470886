#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing of the packages for a purpose (Debian bookworm): demo (build and run), test (all tests), deb (make a
# package), optional (conveniences for developers). As root through apt; otherwise the command to run is printed and the exit status is 2.
set -eu

demo='gcc libc6-dev cmake ninja-build pkg-config libfyaml-dev libturbojpeg0-dev libspng-dev libwebp-dev libtiff-dev
  libopenblas-pthread-dev libsqlite3-dev libxxhash-dev zlib1g-dev'
test='libcmocka-dev python3 python3-jsonschema chromium fonts-dejavu-core clang libclang-rt-14-dev g++ binutils'
deb='dpkg-dev file'
optional='ccache clang-format clang-tidy gcovr valgrind man-db groff-base zsh fish'

case ${1-demo} in
  demo) packages=$demo ;;
  test) packages="$demo $test" ;;
  deb) packages="$demo $deb" ;;
  optional) packages="$demo $test $deb $optional" ;;
  *) echo "usage: tools/setup.sh [demo|test|deb|optional]" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "setup: no dpkg here, so nothing is installed; the build needs what Debian calls:" $packages >&2
  exit 0
fi

# Real names and the names that installed packages provide: a newer Debian may have renamed one.
have=$(dpkg-query -W -f '${db:Status-Abbrev}\t${Package} ${Provides}\n' |
  sed -n '/^ii/{s/^ii *\t//;s/([^)]*)//g;s/,/ /g;p}' | tr -s ' \n' '\n\n')
missing=
for package in $packages; do
  printf '%s\n' "$have" | grep -qxF "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "setup: these packages are missing; please run:" >&2
  echo "  sudo apt-get install --no-install-recommends$missing" >&2
  exit 2
fi
echo "setup: installing$missing" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
