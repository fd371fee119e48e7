// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/fax/fax_worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/fax/fax_file.hpp"

namespace ivr_dsp {

namespace {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;
using driver::Ticks;
using State = FaxChannel::State;

constexpr Ticks disk_every{500};
// What we say last, and what waits before it, is heard before the call ends.
constexpr std::uint64_t lingers_ms = 200;
constexpr int most_good_bye_ms = 10'000;

Result<void> on_the_disk(const fs::path& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && fsync(file) == 0;
    const std::error_code why(errno, std::generic_category());
    if (file >= 0) ::close(file);
    if (done) return {};
    return Error{fmt::format("{}: {}", path.native(), why.message())};
}

FaxEnded ended(FaxEnd end, const std::string& text = {}) {
    FaxEnded outcome;
    outcome.end = end;
    outcome.text = text;
    return outcome;
}

}  // namespace

FaxWorker::FaxWorker(FaxPlan plan, std::span<FaxChannel> channels)
    : plan_(std::move(plan)), channels_(channels), jobs_(channels.size()) {}

void FaxWorker::pass(Ticks now) {
    for (std::size_t i = 0; i < channels_.size(); ++i) serve(i, now);
}

void FaxWorker::finish(Ticks now) {
    for (FaxChannel& channel : channels_) channel.stop();
    pass(now);
}

void FaxWorker::serve(std::size_t at, Ticks now) {
    FaxChannel& channel = channels_[at];
    Job& job = jobs_[at];
    const State state = channel.state();  // before draining: what comes after it ended is nothing
    if (state != State::runs && state != State::stopped) return;
    if (channel.order().only_check) return check(channel);
    if (!job.session && !begin(job, channel, now)) return;
    run(job, channel);
    if (!job.over) watch_disk(job, channel, now);
    if (state == State::stopped && !job.over) hang_up(job, channel.law());
    if (job.over && (state == State::stopped || job.lingers == 0)) close(job, channel);
}

fs::path FaxWorker::to_send(const FaxChannel& channel) const {
    return plan_.directory / "out" / fmt::format("{}.tiff", channel.order().document);
}

fs::path FaxWorker::received(std::uint64_t fax, const char* ending) const {
    return plan_.directory / "in" / fmt::format("{}.{}", fax, ending);
}

void FaxWorker::check(FaxChannel& channel) const {
    if (channel.order().direction == FaxDirection::receive) {
        const auto room = make_room(channel.order().fax);
        if (!room) driver::log_error("fax", "nothing can be received: {}", room.error());
        return channel.close(room ? ended(FaxEnd::checked) : ended(FaxEnd::disk, "see the log"));
    }
    const auto pages = pages_of_fax(to_send(channel));
    if (!pages) driver::log_error("fax", "{}", pages.error());
    FaxEnded outcome = pages ? ended(FaxEnd::checked)
                             : ended(FaxEnd::file, "no fax can be made of it: see the log");
    outcome.pages = pages ? *pages : 0;
    channel.close(outcome);
}

// Another center's faxes may be there under the same numbers: they are kept.
Result<void> FaxWorker::make_room(std::uint64_t fax) const {
    std::error_code failed;
    fs::create_directories(plan_.directory / "in", failed);
    if (failed) {
        return Error{fmt::format("{}: {}: let this user write there", plan_.directory.native(),
                                 failed.message())};
    }
    const fs::space_info space = fs::space(plan_.directory, failed);
    if (failed || space.available < plan_.least_free_octets) {
        return Error{fmt::format("{}: has {} octets left, and a fax wants {}: make room",
                                 plan_.directory.native(), failed ? 0 : space.available,
                                 plan_.least_free_octets)};
    }
    for (const char* ending : {"part", "tiff"}) {
        const fs::path old = received(fax, ending);
        for (int n = 1; fs::exists(old, failed) && n < 1000; ++n) {
            const fs::path aside = received(fax, "") += fmt::format("{}.{}", n, ending);
            if (!fs::exists(aside, failed)) fs::rename(old, aside, failed);
        }
    }
    return {};
}

bool FaxWorker::begin(Job& job, FaxChannel& channel, Ticks now) {
    job = {};
    const StartFax& order = channel.order();
    const bool sends = order.direction == FaxDirection::send;
    FaxOrder what{sends, sends ? to_send(channel) : received(order.fax, "part"), plan_.station,
                  plan_.header, plan_.error_correction};
    const auto room = sends ? Result<void>{} : make_room(order.fax);
    auto session = room ? FaxSession::start(what, channel.law())
                        : Result<std::unique_ptr<FaxSession>>{Error{room.error()}};
    if (!session) {
        driver::log_error("fax", "{}", session.error());
        channel.close(ended(sends ? FaxEnd::file : FaxEnd::disk, "see the log"));
        return false;
    }
    job.session = std::move(*session);
    job.disk_seen = now;
    job.lingers = lingers_ms;
    for (std::uint64_t ms = 0; ms < FaxChannel::delay_ms; ++ms) {
        channel.say(driver::silence(channel.law()));
    }
    return true;
}

void FaxWorker::run(Job& job, FaxChannel& channel) {
    driver::Chunk heard;
    for (std::uint64_t taken = 0; taken < ChunkRing::capacity && channel.next(heard); ++taken) {
        channel.say(job.session->exchange(heard));
        if (job.over && job.lingers > 0) --job.lingers;
        job.over = job.over || job.session->report().over;
    }
}

// Before a page that will find no room is confirmed.
void FaxWorker::watch_disk(Job& job, const FaxChannel& channel, Ticks now) const {
    if (channel.order().direction == FaxDirection::send || now - job.disk_seen < disk_every) return;
    job.disk_seen = now;
    std::error_code failed;
    const fs::space_info space = fs::space(plan_.directory, failed);
    if (!failed && space.available >= plan_.least_free_octets) return;
    job.instead = FaxEnd::disk;
    hang_up(job, channel.law());
    job.lingers = 0;
}

// T.30 says good-bye into silence; nobody hears it.
void FaxWorker::hang_up(Job& job, driver::Law law) {
    job.session->hang_up();
    for (int ms = 0; ms < most_good_bye_ms && !job.session->report().over; ++ms) {
        static_cast<void>(job.session->exchange(driver::silence(law)));
    }
    if (!job.session->report().over && !job.instead) job.instead = FaxEnd::dropped;
    job.over = true;
}

void FaxWorker::close(Job& job, FaxChannel& channel) {
    const StartFax& order = channel.order();
    const FaxReport report = job.session->report();
    job.session.reset();  // and with it the file
    FaxEnded outcome = ended(job.instead.value_or(report.end), report.text);
    outcome.error_correction = report.error_correction;
    outcome.pages = report.pages;
    outcome.bits_per_second = report.bits_per_second;
    outcome.station = report.far_station;
    if (order.direction == FaxDirection::receive) {
        const auto kept = keep(report, order.fax);
        if (!kept) {
            driver::log_error("fax", "fax {} is lost: {}", order.fax, kept.error());
            outcome.end = FaxEnd::disk;
        }
        if (outcome.end == FaxEnd::disk) {
            outcome.text = "the disk took no more: see the log";
            driver::log_error("fax", "fax {}: {} has no room, or cannot be written", order.fax,
                              plan_.directory.native());
        }
    }
    job = {};
    channel.close(outcome);
}

Result<void> FaxWorker::keep(const FaxReport& report, std::uint64_t fax) const {
    const fs::path part = received(fax, "part");
    std::error_code failed;
    if (report.pages == 0) {
        fs::remove(part, failed);
        return {};
    }
    const auto pages = pages_of_fax(part);
    if (!pages) return Error{pages.error()};
    if (*pages < report.pages) {
        return Error{fmt::format("{}: has {} pages of {}", part.native(), *pages, report.pages)};
    }
    auto synced = on_the_disk(part);
    if (!synced || !report.well) return synced;
    fs::rename(part, received(fax, "tiff"), failed);
    if (failed) return Error{fmt::format("{}: {}", part.native(), failed.message())};
    return on_the_disk(plan_.directory / "in");
}

}  // namespace ivr_dsp
