# Every target works offline once the modules are downloaded; make help lists them.
GO      ?= go
LINT     = $(GO) tool -modfile=tools.mod golangci-lint
FUZZTIME ?= 20s

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build the one binary, without cgo
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o ronda ./cmd/ronda

.PHONY: demo
demo: ## crawl the built-in sandbox web and stay up with feed, NATS and metrics
	$(GO) run ./cmd/ronda demo

# What the run under the race detector leaves out, after the plain run had it: work on one goroutine over much data, which the
# detector slows ten times and has nothing to find in; trials of a binary in which there is no detector; whole instances after the
# first few, which do at a time what these do. What is not named here is run twice; cmd/ronda's tests hold that each name is
# one of a test.
ONCE = \
  TestDamagedLedger TestEraseLeavesNothing TestPurgeManyCases TestVerifyComparesTheRest TestRules \
  TestCrawlFillsTheDisk TestDamagedFile TestDamagedStoreIsFilledAgain \
  TestCorpusNearDuplicates TestReaderReadsWhatTextReads TestTrainIsReproducible \
  TestEveryReachablePlantIsReached TestNumbersBelongToNobody TestDrawIsDeterministicAndSmall \
  TestExtractIsLinear TestFlowCutsNoNumber \
  TestCorpus TestDisguises TestDumps TestDumpsHeldOut TestHeldOut TestUnseen TestListingKeys TestPictures TestReports \
  TestStreamFindsWhatIsSaidLate TestTraceOfALongLine TestTraceOfAPart TestTraceOfCorpus \
  TestCensus TestLookalikeColumns TestLookalikePages TestPlainWordsHideNothing TestReadingIsLinear \
  TestBombs TestCorruptEverywhere TestOrientation TestSample TestTurns TestScaled TestRegions TestProgressive TestFormatsAgree TestAverage TestCandidates \
  TestEvidence TestRestoreNotices TestScanCountsABacklog TestScanIsLinear TestScanWithstands \
  TestDashboardsOnRealPrometheus TestFeedInRealBrowser TestScripts \
  TestBackupUnderLoad TestBrokenMaskersAreNoticed TestCanary TestCrash TestScanHostileFiles TestOwnRulesAtTheStart \
  TestLittleRoom TestOutOfFiles TestNATSStoreDamaged TestPortInUse TestReadOnlyFolder TestSecondInstance \
  TestEveryDocumentInEveryScene TestTruth TestTruthAgreesWithPixels TestNegativesShowNoDocument TestSheet

empty :=
space := $(empty) $(empty)

.PHONY: test
test: ## the whole suite, then again under the race detector what works concurrently; offline
	$(GO) test -timeout 30m ./...
	$(GO) test -race -vet=off -timeout 30m -skip '$(subst $(space),|,$(patsubst %,^%$$,$(ONCE)))' ./...

.PHONY: lint
lint: ## formatters and linters (the first run builds them: some two minutes)
	$(LINT) fmt --diff
	$(LINT) run ./...

.PHONY: check
check: lint test ## what has to pass before a change is sent

.PHONY: bench
bench: ## speed and memory, as ratios against a named peer in the same run
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: fuzz
fuzz: ## every fuzz test for FUZZTIME each
	@for pkg in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]*' $$pkg/*_test.go | sed 's/func //'); do \
	    echo "== $$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) ./$$pkg || exit 1; \
	  done; \
	done

.PHONY: bars
bars: ## the long trials: foreign clients, thousands of foreign pages, measured figures
	$(GO) test -tags bars -count=1 -p 1 -timeout 150m -run '^TestBar' -v ./trials/... ./cmd/ronda/scan ./crawler/robots ./crawler/site ./alerts/evidence ./detect ./detect/numbers ./detect/picture ./detect/layout ./detect/perceptual
