#!/bin/sh
# pre-commit.sh: a commit whose documents are false does not come about. Copy it to .git/hooks/pre-commit, or name the
# repository in .pre-commit-config.yaml. Judged is what is committed, not what lies about.
set -u
plumb=${PLUMB:-plumb} dir=${1:-}
top=$(git rev-parse --show-toplevel) || exit 3
cd "$top" || exit 3
[ -n "$dir" ] || { [ -d content ] && dir=content || dir=.; }
tree=$(mktemp -d) || exit 3
trap 'rm -rf "$tree"' EXIT
git checkout-index --all --prefix="$tree/" || exit 3
mkdir -p "$tree/.git" && : >"$tree/.git/HEAD" # the root, wherever the folder stands
cd "$tree" || exit 3
"$plumb" check "$dir" --severity error --quiet
