#!/bin/sh
# deb.sh PLUMB TREE DEB LIBRARY...: a Debian package of the installed TREE; it depends on the packages of the libraries
# that PLUMB names, and of each LIBRARY that it loads when it is needed.
set -eu
plumb=$1 tree=$2 deb=$3; shift 3
# a library may be known by its path without /usr
owner() { file=$(realpath "$1"); { dpkg -S "$file" || dpkg -S "${file#/usr}"; } 2>/dev/null | sed -n '1s/:.*//p'; }
needs=$({ ldd "$plumb" | sed -n 's/.* => \(\/[^ ]*\).*/\1/p'
  for l; do ldconfig -p | sed -n "s|^[[:space:]]*$l .* => ||p" | head -n 1; done
} | while read -r file; do owner "$file"; done | sort -u | paste -sd, | sed 's/,/, /g')
mkdir -p "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<C
Package: plumb
Version: $("$plumb" version | sed 's/plumb //')
Architecture: $(dpkg --print-architecture)
Section: doc
Priority: optional
Maintainer: The plumb project <plumb@localhost>
Depends: $needs, fonts-dejavu-core
Recommends: git, ca-certificates, fonts-noto-cjk, fonts-symbola
Installed-Size: $(du -sk "$tree" | cut -f1)
Description: architecture documents that stay true
 Reads a folder of Markdown with cost tables and config, draws its diagrams, checks
 what the prose says against those sources, writes a static site and a review pack,
 and publishes to S3 and CloudFront.
C
dpkg-deb --root-owner-group --build "$tree" "$deb" >/dev/null
