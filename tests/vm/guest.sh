# SPDX-License-Identifier: GPL-2.0-or-later
# What tests/vm/prepare and tests/vm/run share. Sourced, never run.
# shellcheck shell=bash disable=SC2034

# Kernels, modules and the first files of a guest, by kernel version: nothing in it is precious.
cache=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/trunkline/vm
# Goes up when prepare makes something else of the same packages.
edition=1

# skip TEXT: this machine cannot run a guest; ctest's exit status for that.
skip() { echo "skipped: $*" >&2; exit 77; }
