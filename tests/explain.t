#!/bin/sh
# Rules and keys explain themselves, and what they say holds: each rule's example gives it and its cure clears
# it, each key's example is taken; init's guide passes. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

PLUMB="$PLUMB" python3 tests/examples.py >"$tmp/examples"
for line in $(sed 's/ /~/g' "$tmp/examples" | grep '^ok~\|^not~ok~'); do
  name=$(echo "$line" | tr '~' ' ' | sed 's/^.*ok [0-9]* - //')
  ok "$name" sh -c "case '$line' in ok*) ;; *) grep -A1 -F -- '$name' '$tmp/examples'; exit 1 ;; esac"
done
run "$PLUMB" explain
cut -f1,2 "$tmp/out" | tr '\t' ' ' | sort >"$tmp/known"
sed -n 's/^# //p' gen/cmd/explain.txt | sort >"$tmp/told"
ok "every rule and key has its text, and the reverse" diff "$tmp/known" "$tmp/told"
run "$PLUMB" explain claim-false
ok "a rule" both 0 "The service runs [2 tasks](config.json#/tasks)"
run "$PLUMB" explain publish.mode
ok "a key" both 0 "site.json: publish.mode, in-place|release"
run "$PLUMB" explain owner
ok "a key of several files" both 0 "actions.json: owner, text"
run "$PLUMB" explain claim-flase
ok "a name that is none" both 2 "did you mean claim-false?"

# a guide to begin with
mkdir "$tmp/new" && cd "$tmp/new" || exit 1
run "$PLUMB" init
ok "init says what comes next" both 0 "next: plumb check"
run "$PLUMB" check --strict --all
ok "its guide is true without a finding" both 0 "0 errors, 0 warnings, 0 notes; 7 claims: 7 true"
run "$PLUMB" build --strict
ok "and builds" exits 0
ok "each of the three rules is shown" sh -c "grep -q '<figure' site/index.html && grep -q 'class=\"claim' site/index.html && grep -q 'TASKS\|PORT' site/index.html"
sed -i 's/"tasks": 2/"tasks": 3/' config/service.json
run "$PLUMB" check
ok "a change of its config is found" both 1 "[claim-false]"
run "$PLUMB" init
ok "nothing is written over" both 2 "is there already"

mkdir "$tmp/code" && echo 'int main;' >"$tmp/code/main.c" && echo x >"$tmp/code/README.md"
run "$PLUMB" init "$tmp/code"
ok "a folder of something else stays as it is" both 2 "is not empty: plumb init --from ."
ok "whole" test "$(ls "$tmp/code" | tr '\n' ' ')" = "README.md main.c "
rm "$tmp/code/main.c"
run "$PLUMB" init "$tmp/code"
ok "beside the README of a new repository a guide may stand" both 0 "next:"
run "$PLUMB" init "$tmp/code/README.md"
ok "nothing is said to be written that is not" sh -c "! grep -q wrote '$tmp/err'"

# settings and claims of a repository
git init -q "$tmp/repo" && cd "$tmp/repo" || exit 1
mkdir -p deploy docs/guides
printf 'replicaCount: 3\nresources:\n  limits:\n    memory: 512Mi\nautoscaling:\n  maxReplicas: 10\n' >deploy/values-prod.yaml
printf 'replicaCount: 1\n' >deploy/values-dev.yaml
printf '[server]\nport = 8080\n' >app.toml
printf '# Pay\n\nThe maximum of replicas is 10, memory limits are 512 MiB.\n' >docs/index.md
printf '# Run\n\nThe server listens on port 8080.\n' >docs/guides/run.md
cp -r . "$tmp/bare" && rm -r "$tmp/bare/docs"
run "$PLUMB" init --from . --dry-run
ok "a dry run writes nothing" test ! -e docs/site.json
run "$PLUMB" init --from .
ok "sources, by their names and environments" says '"values.prod": "../deploy/values-prod.yaml"'
ok "a name that begins addresses of the web" says '"app-config": "../app.toml"'
ok "nav" says '{ "Guides": ["guides/**/*.md"] }'
ok "claims" says "bind it: [512 MiB](values.prod:/resources/limits/memory)"
run "$PLUMB" check docs
ok "the settings are good" exits 0
run "$PLUMB" init --from .
ok "a second time it only proposes" both 2 "stays as it is"
run "$PLUMB" check
ok "docs with settings is what is meant" says "[config-difference]"
rm docs/site.json; cp app.toml port.toml; cd docs || exit 1
run "$PLUMB" init --from .
ok "from inside of docs the repository is meant" says '"app-config": "../app.toml"'
ok "and these pages" test -s site.json
mkdir -p "$tmp/mk/docs" "$tmp/mk/deploy" && cd "$tmp/mk" || exit 1
printf '# Home\n\nMy own words.\n' >docs/index.md
printf 'replicaCount: 3\n' >deploy/values.yaml
printf 'site_name: Mine\nnav:\n  - index.md\n' >mkdocs.yml
run "$PLUMB" init --from .
ok "beside settings of another tool no page is written over" grep -q 'My own words' docs/index.md
ok "and its pages are looked through" says "what could bind them"
cd "$tmp/bare" || exit 1
run "$PLUMB" init --from .
ok "without a page one is written" test -s docs/index.md
run "$PLUMB" fix docs
run "$PLUMB" check docs --strict
ok "whose claims are true" both 0 "4 true, 0 false"
ok "and say the numbers" grep -qF '[8080](app-config:/server/port)' docs/index.md
run "$PLUMB" init "$tmp/new" --from .
ok "pages outside of the repository" both 2 "stands outside of the repository"

# many files: told apart by their folders, the likely ones first, the others counted
git init -q "$tmp/many" && cd "$tmp/many" || exit 1
printf '# Shop\n\nText.\n' >README.md
for s in cart pay web; do mkdir -p src/$s/chart; echo 'replicas: 2' >src/$s/chart/values.yaml; done
for n in 1 2 3 4 5 6 7 8 9 10 11; do echo '{"n": 1}' >a$n.json; done
run "$PLUMB" init --from . --dry-run
ok "each chart by its service" both 0 '"cart-values": "src/cart/chart/values.yaml"'
ok "the rest is counted" says '2 more files look like config'
ok "the title is the repository's" says '"title": "Shop"'
printf 'Text.\n' | page many/docs/a.md
printf '# The shop, told\n' | page many/docs/index.md
run "$PLUMB" init docs --from . --dry-run
ok "or what the first page calls itself" says '"title": "The shop, told"'
rm -r docs

# names that are no names, keys that no pointer or table takes
git init -q "$tmp/odd" && cd "$tmp/odd" || exit 1
echo '{"x": 1, "a|b": 2, "q`": 3, "n": {"deep er": 4, "ok": 5}}' >my_app.json
for f in _config.yml 2024.yml 'we ird (1).yml' http.yml; do echo 'n: 2' >"$f"; done
echo '{bad' >bad.json; echo '[1, 2]' >list.json
run "$PLUMB" init --from .
ok "odd names" says '"config-2024": "../2024.yml"'
run "$PLUMB" check docs --strict
ok "odd keys are left out, the rest is true" both 0 "6 claims: 6 true"

# a view of what stands beside the guide is a figure
cd "$tmp/bare" && printf 'services:\n  web:\n    image: web:1\n    depends_on: [db]\n  db:\n    image: postgres:16\n' >compose.yaml
echo '{ "sources": { "compose": "../compose.yaml" } }' >docs/site.json
printf '# A\n\n[Services](../compose.yaml?view=overview)\n' >docs/index.md
run "$PLUMB" build docs -o "$tmp/bare-site"
ok "on the page" grep -q '<figure' "$tmp/bare-site/index.html"
ok "and on the page of resources" grep -q '<figure' "$tmp/bare-site/data/compose/index.html"
plan
