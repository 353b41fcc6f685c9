#!/bin/sh
# Ten thousand cells in one run: from the first fifth on neither memory nor open descriptors of
# the runner grow, and the reports at the end cost little for cells that have nothing to say.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
if grep -q __asan_init "$MTLSPEC"; then
	echo "skipped: AddressSanitizer keeps freed memory; the release build is measured"
	exit 77
fi

# mostly one connection a cell, and some of every kind of rejection
run 0 python3 "$SOURCE/harness/tests/e2e/memory.py" "$MTLSPEC" run --events events.jsonl \
	--repeat 455 --tls 1.3 \
	--cell 'chain/*:NoClientCert/*' --cell 'client-certificate/*:NoClientCert/*' \
	--cell 'chain/wrong-ca@*:RequireAndVerifyClientCert/*' \
	--cell 'client-certificate/good@*:RequireAndVerifyClientCert/*' \
	--cell 'client-certificate/none@*:RequireAndVerifyClientCert/*' \
	--cell 'possession/wrong-key@*:RequireAndVerifyClientCert/*'
cat stdout
value() {
	sed -n "s/^$1 //p" stdout
}
same "$(value status)" 0 "exit status"
cp console output
cells=$(sed -n 's/^mtlspec: \([0-9]*\) cells: \([0-9]*\) pass, 0 fail, 0 error.*/\1/p' console)
[ "${cells:-0}" -ge 10000 ] || flunk "only '$cells' cells"
[ "$(value late)" -le $(($(value early) * 105 / 100)) ] ||
	flunk "memory grows while cells run: $(value early) KiB, then $(value late)"
[ "$(value late_descriptors)" -le $(($(value early_descriptors) + 16)) ] ||
	flunk "descriptors grow: $(value early_descriptors), then $(value late_descriptors)"
# at most 3 KiB for each cell of the finished run
[ $(($(value end) - $(value early))) -le $((3 * cells)) ] ||
	flunk "the reports take $(value end) KiB after $(value early)"
finish
