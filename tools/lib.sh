# SPDX-License-Identifier: GPL-2.0-or-later
# What tools/build, test, bench, soak and demo share. Sourced, never run. It moves to the top of the
# tree; every path here and in the scripts is relative to that.
# shellcheck shell=bash disable=SC2034
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3

# What the programs are built from, each with its reason.
build_packages=(
    g++                             # the compiler, C++20
    cmake                           # the build
    ninja-build                     # what cmake drives
    pkg-config                      # finds libraries without a CMake file
    git                             # the revision in results
    libpri-dev                      # ISDN layers 2 and 3
    libboost-dev                    # Lockfree mailboxes, Asio for host links, Math
    libfmt-dev                      # text
    libspdlog-dev                   # logs
    libhowardhinnant-date-dev       # time zones of opening hours
    libtomlplusplus-dev             # trunkline.toml
    nlohmann-json3-dev              # JSON
    libpugixml-dev                  # VoiceXML and CSTA XML
    libcli11-dev                    # command lines
    libdpdk-dev                     # spans over Ethernet ports
    libncurses-dev                  # trunkline watch: a whole screen, on any terminal, over ssh
    duktape-dev                     # ECMAScript expressions of VoiceXML
    libsndfile1-dev                 # sound files
    nettle-dev                      # recordings: SHA-256, AES-256-GCM
    libsamplerate0-dev              # prompts at other rates
    libspandsp-dev                  # the office's tones and DTMF; fax, with libtiff
    libosmocore-dev                 # the office's HDLC
    dahdi-source                    # dahdi/user.h: boards with a kernel driver
    libsqlite3-dev                  # call records
    sqlite3                         # reading them
    asterisk-core-sounds-en-wav     # prompts
    asterisk-moh-opsound-wav        # music for those who wait
)

# What only tests and benchmarks need.
test_packages=(
    libcpputest-dev                 # unit tests
    groff-base                      # the man page renders without a warning
    libbenchmark-dev                # benchmarks
    clang-format                    # style: layout
    clang-tidy-16                   # style: naming, bugs, complexity (14 cannot read std::views)
    shellcheck                      # style: these scripts
    binutils                        # style: nm, symbols of the realtime libraries
    socat                           # serial lines and sockets for tests of host links
    tshark                          # reads our captures of D-channels
    tmux                            # a terminal for trunkline watch that a test can read
)

# What tests of the label vm need: without one of them they are skipped.
vm_packages=(
    qemu-system-x86                 # the machine
    busybox-static                  # its first programs
    cpio                            # packs them
    kmod                            # depmod: modules by name
    make                            # builds DAHDI's modules
    xz-utils                        # Debian's kernel is packed with it
    bzip2                           # so is DAHDI's source
    libelf1                         # the kernel's build tools
    dahdi-source                    # the kernel's side of TDM boards
)

# Voices for the score sheet: without one of them its rows are skipped.
score_packages=(
    asterisk-core-sounds-es-wav     # Spanish prompts
    asterisk-core-sounds-fr-wav     # French
    asterisk-core-sounds-it-wav     # Italian
    asterisk-prompt-it-menardi-wav  # Italian, another voice
    asterisk-core-sounds-ru-wav     # Russian
    codec2-examples                 # recorded speech
    espeak-ng                       # synthetic speech
)

if [[ -t 2 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi
say() { printf '%s%s%s\n' "$bold" "$*" "$plain" >&2; }
# fail STATUS TEXT: 1 the work failed, 2 asked wrongly, 3 the machine lacks something.
fail() { local status=$1; shift; say "${0##*/}: $*"; exit "$status"; }

# The comment at the top of the script that was called is its help.
show_help() { sed -n '3,/^[^#]/s/^# \{0,1\}//p' "tools/${0##*/}"; exit 0; }

# install_missing PACKAGE...: installs from Debian those that are not there; removes nothing.
install_missing() {
    local missing=() package as_root=()
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    local by_hand="install by hand: apt-get install --no-install-recommends ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail 3 "not root and no sudo; $by_hand"
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    mkdir -p build
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    "${apt[@]}" -o APT::Update::Error-Mode=any update >build/apt.log 2>&1 ||
        say "The package lists could not be refreshed (build/apt.log); trying with those here."
    "${apt[@]}" -o Dpkg::Use-Pty=0 install --no-remove --no-install-recommends "${missing[@]}" \
        >>build/apt.log 2>&1 && return 0
    tail -n 5 build/apt.log >&2
    fail 3 "apt could not install them (build/apt.log). Is Debian's archive reachable? Else $by_hand"
}

# configure: the release tree in build/. Compiles through ccache where it is installed.
configure() {
    local ccache
    ccache=$(command -v ccache || true)
    mkdir -p build
    cmake --preset release -DCMAKE_C_COMPILER_LAUNCHER="$ccache" \
        -DCMAKE_CXX_COMPILER_LAUNCHER="$ccache" >build/configure.log 2>&1 && return 0
    cat build/configure.log >&2
    fail 1 "cmake could not configure build/ (see above)"
}

# compile TARGET...: with JOBS processes, by default one a core.
compile() {
    say "Building in build/: $*"
    cmake --build build -j "${JOBS:-$(nproc)}" --target "$@" >&2 || fail 1 "the build failed"
}
