// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.trace.CallCounts.CallerPod;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads what the proxies of callers have counted. */
final class CallReader {

    /** What a request starts and nobody waits for is counted a little later. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final int READINGS = 8;

    private final PodPages pages;
    private final EngineThreads workers;

    CallReader(PodPages pages, EngineThreads workers) {
        this.pages = pages;
        this.workers = workers;
    }

    /** Reads the pages of some pods at once. */
    CallCounts read(CallPage page, List<CallerPod> pods, KeyedServices keyed) {
        return EngineThreads.join(reading(page, pods, keyed));
    }

    /** Reads until nothing more is counted from one reading to the next, but not for ever: others go on calling. */
    CallCounts readSettled(CallPage page, List<CallerPod> pods, KeyedServices keyed) {
        CallCounts last = read(page, pods, keyed);
        for (int reading = 1; reading < READINGS; reading++) {
            CallCounts before = last;
            last = EngineThreads.join(workers.later(PAUSE, () -> reading(page, pods, keyed)));
            if (last.since(before).isEmpty()) {
                return last;
            }
        }
        return last;
    }

    private CompletableFuture<CallCounts> reading(CallPage page, List<CallerPod> pods, KeyedServices keyed) {
        List<CompletableFuture<PodReading>> readings =
                pods.stream().map(pod -> reading(page, pod, keyed)).toList();
        return CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        gathered(readings.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<PodReading> reading(CallPage page, CallerPod pod, KeyedServices keyed) {
        return pages.get(new PodPort(pod.namespace(), pod.pod(), pod.port()), page.path())
                .thenApply(text -> reading(page, pod, page.read(text, keyed)))
                .exceptionally(failure -> new PodReading(
                        pod,
                        List.of(),
                        "%s is not known: its page [%s] on port [%d] cannot be read: %s"
                                .formatted(
                                        page.untold(pod),
                                        page.path(),
                                        pod.port(),
                                        ErrorMessage.of(FailureCollector.root(failure)))));
    }

    private static PodReading reading(CallPage page, CallerPod pod, List<CallSeries> series) {
        String problem = page.silence()
                .filter(any -> series.isEmpty())
                .map(silence -> "%s is not known: %s".formatted(page.untold(pod), silence))
                .orElse("");
        return new PodReading(pod, series, problem);
    }

    private static CallCounts gathered(List<PodReading> readings) {
        Map<CallerPod, List<CallSeries>> series = new HashMap<>();
        List<String> unread = new ArrayList<>();
        readings.forEach(reading -> {
            if (reading.problem().isEmpty()) {
                series.put(reading.pod(), reading.series());
            } else {
                unread.add(reading.problem());
            }
        });
        return new CallCounts(series, unread);
    }

    private record PodReading(CallerPod pod, List<CallSeries> series, String problem) {}
}
