#!/bin/sh
# docker.sh NAME|absent|no-image: the examples with containers. No container is made: a stand-in for
# docker looks at the arguments and becomes the real program (docker.py).
. "$SOURCE/harness/tests/e2e/expect.sh"
examples=$SOURCE/harness/targets/examples

put_docker() {
	mkdir bin images
	cp "$SOURCE/harness/tests/e2e/docker.py" bin/docker
	chmod 755 bin/docker
	mkdir tmp
	export FAKE_ROOT="$work/tmp" FAKE_IMAGES="$work/images" TMPDIR="$work/tmp" PATH="$work/bin:$PATH"
}

case $1 in
absent)
	# no engine: the examples are no built-in targets, and skip where they are named
	run 0 "$MTLSPEC" list targets
	says_not docker
	for folder in "$examples"/*/; do
		run 0 "$MTLSPEC" check "$folder"
		sed 's/^program: docker$/program: no-such-engine/' "$folder/target.yaml" >"$work/target.yaml"
		name=$(basename "$folder")
		mkdir -p "examples/$name"
		cp -R "$SOURCE/harness/targets/nginx" "$SOURCE/harness/targets/traefik" .
		mv target.yaml "examples/$name/"
		run 77 "$MTLSPEC" run --target "examples/$name" client-certificate/good
		says 'no-such-engine is not installed (docker pull '
		rm -rf nginx traefik
	done
	;;
no-image)
	put_docker
	run 3 "$MTLSPEC" run --target "$examples/docker-nginx" client-certificate/good
	says "image 'nginx' locally"
	;;
*)
	need python3
	"$MTLSPEC" doctor "$1" >place
	program=$(sed -n 's/^ *place  *//p' place)
	[ -n "$program" ] || {
		echo "skipped: $1 is not installed"
		exit 77
	}
	put_docker
	ln -s "$program" "images/$1"
	run 0 "$MTLSPEC" run --target "$examples/docker-$1"
	says ' 0 fail, 0 error'
	says "^docker-$1 [1-9]"
	;;
esac
finish
