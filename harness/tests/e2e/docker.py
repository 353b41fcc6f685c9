#!/usr/bin/env python3
"""A stand-in for `docker run`: it takes the arguments apart as docker does, refuses what docker would
not understand or the container could not see, and then becomes the program itself.

    FAKE_ROOT   folder of everything that the container gets to see by --volume only
    FAKE_IMAGES folder with a program NAME for each image NAME:TAG that is there
"""
import os
import re
import sys

FLAGS = {"--rm"}
SETTINGS = {"--pull": "never", "--network": "host"}


def refuse(why):
    sys.exit(f"docker: {why}")


def take_options(words):
    volumes = []
    given = set()
    while words and words[0].startswith("-"):
        name, _, value = words.pop(0).partition("=")
        if name == "--volume":
            volumes.append(value.split(":"))
        elif name not in FLAGS and SETTINGS.get(name) != value:
            refuse(f"unknown flag: {name}={value}")
        given.add(name)
    missing = (FLAGS | set(SETTINGS)) - given
    if missing:
        refuse(f"the example should say {sorted(missing)}")
    return volumes


def check_volumes(volumes):
    """One path inside and outside, which exists (docker would make a folder of it)."""
    for volume in volumes:
        if len(volume) not in (2, 3) or volume[0] != volume[1] or volume[2:] not in ([], ["ro"]):
            refuse(f"invalid volume: {volume}")
        if not os.path.isabs(volume[0]) or not os.path.exists(volume[0]):
            refuse(f"no such path: {volume[0]}")


def visible(path, volumes):
    return any(path == v[0] or path.startswith(v[0] + "/") for v in volumes)


def check_files(volumes):
    """Every path that the configuration names is in the container."""
    pattern = re.compile(re.escape(os.environ["FAKE_ROOT"]) + r"/[\w./-]+")
    for volume in volumes:
        if not os.path.isdir(volume[0]):
            continue
        for name in os.listdir(volume[0]):
            if os.path.isdir(os.path.join(volume[0], name)):  # it was started here before
                continue
            with open(os.path.join(volume[0], name), encoding="utf-8") as text:
                for path in pattern.findall(text.read()):
                    if not visible(path, volumes):
                        refuse(f"{name} names {path}, which is in no volume")


def main():
    words = sys.argv[1:]
    if not words or words.pop(0) != "run":
        refuse("only `run` is known")
    if "version" in words or "-v" in words:
        volumes = []
        words = [w for w in words if w not in ("--rm", "--pull=never")]
    else:
        volumes = take_options(words)
        check_volumes(volumes)
        check_files(volumes)
    image = words.pop(0).split(":")[0]
    program = os.path.join(os.environ["FAKE_IMAGES"], image)
    if not os.path.exists(program):
        refuse(f"Unable to find image '{image}' locally")
    # the entry points of both images take the program's name, or begin with its options
    if words and words[0] == image:
        words.pop(0)
    os.execv(program, [image] + words)


main()
