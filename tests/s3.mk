# s3.mk - S3 servers of several makes that check signatures and hashes themselves, built by Go at pinned versions.
VERSITYGW = github.com/versity/versitygw/cmd/versitygw@v1.8.0
MINIO = github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
S3_BIN = $(abspath $(B))/go/bin

.PHONY: test-s3
## test-s3   publish tests against versitygw and MinIO, and killed at every request (skipped with a word where Go cannot build one)
test-s3: $(B)/plumb build/venv/.made
	@command -v go >/dev/null || test -x $(S3_BIN)/versitygw || { echo "test-s3: skipped, there is no go command"; exit 0; }; \
	servers=; for module in $(VERSITYGW) $(MINIO); do \
	  name=$${module%@*}; name=$${name##*/}; \
	  test -x $(S3_BIN)/$$name || GOBIN=$(S3_BIN) GOTOOLCHAIN=local GOFLAGS=-modcacherw go install $$module || \
	    { echo "test-s3: $$name skipped, $$(go version) cannot build $$module"; continue; }; \
	  servers="$$servers $$name=$(S3_BIN)/$$name"; \
	done; \
	PLUMB_ALL=1 PLUMB=$(B)/plumb S3_SERVERS="$$servers" prove -v tests/e2e/publish_s3.t \
	  tests/publish.t tests/publish_tags.t tests/publish_reader.t tests/publish_switch.t tests/publish_requests.t tests/publish_preview.t
