# SPDX-License-Identifier: Apache-2.0
# A thin door: the build is CMake (CMakePresets.json), the work is in tools/. `make` alone says what there is.
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60

help:
	@echo "make demo      from a fresh machine to a first report (demo/report.html)"
	@echo "make test      everything: warnings as errors, all tests, again under AddressSanitizer and UBSan"
	@echo "make quick     the quick tests only, in under a minute once built"
	@echo "make install   into PREFIX=$(PREFIX)  (DESTDIR is honoured)"
	@echo "make deb       a Debian package in build/release"
	@echo "make bench     times, printed, not judged"
	@echo "make fuzz      each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS), with clang"
	@echo "make clean     remove build/ and demo/"

demo:
	@tools/demo.sh

test:
	@tools/test.sh

quick:
	@tools/test.sh quick

release:
	@tools/setup.sh demo
	@tools/build.sh release

install: release
	cmake --install build/release --prefix $(PREFIX)

deb:
	@tools/setup.sh deb
	@tools/build.sh release
	cd build/release && cpack -G DEB

bench: release
	@tools/bench.sh

fuzz:
	@tools/setup.sh test
	@tools/build.sh fuzz
	@tools/fuzz.sh $(FUZZ_SECONDS)

clean:
	rm -rf build demo

.PHONY: help demo test quick release install deb bench fuzz clean
