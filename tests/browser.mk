# browser.mk - what tests/browser.t needs: Node packages at the versions of package-lock.json, under build/node.
NODE_TOOLS = build/node/.made
TEST_TOOLS += $(NODE_TOOLS)

$(NODE_TOOLS): tests/package.json tests/package-lock.json
	@mkdir -p $(@D)
	cp tests/package.json tests/package-lock.json $(@D)/
	npm ci --silent --ignore-scripts --no-audit --no-fund --prefix $(@D)
	@touch $@
