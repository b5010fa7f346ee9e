# s3.mk - versitygw, an S3 server that checks signatures and hashes itself, built by Go at a pinned version.
VERSITYGW_VERSION = v1.8.0
VERSITYGW = $(B)/go/bin/versitygw

.PHONY: test-s3
## test-s3   publish tests against versitygw, and killed at every request (skipped with a word where Go cannot build it)
test-s3: $(B)/plumb build/venv/.made
	@test -x $(VERSITYGW) || command -v go >/dev/null || { echo "test-s3: skipped, there is no go command"; exit 0; }; \
	test -x $(VERSITYGW) || GOBIN=$(abspath $(dir $(VERSITYGW))) GOTOOLCHAIN=local GOFLAGS=-modcacherw \
	  go install github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW_VERSION) || \
	  { echo "test-s3: skipped, $$(go version) cannot build versitygw $(VERSITYGW_VERSION)"; exit 0; }; \
	PLUMB_ALL=1 PLUMB=$(B)/plumb VERSITYGW=$(VERSITYGW) prove -v tests/e2e/publish_s3.t \
	  tests/publish.t tests/publish_tags.t tests/publish_reader.t tests/publish_switch.t tests/publish_requests.t
