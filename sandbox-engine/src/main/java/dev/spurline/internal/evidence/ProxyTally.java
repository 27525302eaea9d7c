// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.evidence.ProxyReading.Count;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one proxy beside the fork tells.
 *
 * @param series the requests that it has led to the fork, by pod and labels
 * @param doubt why it does not mean that there were none
 */
record ProxyTally(Map<String, Long> series, Optional<String> doubt) {

    /** Returns what a proxy tells that cannot be read. */
    static ProxyTally none(String doubt) {
        return new ProxyTally(Map.of(), Optional.of(doubt));
    }

    /**
     * Sums what all proxies tell.
     *
     * @param metric what they count by
     * @param doubt why there may be more, if none of the proxies says so
     */
    static CompletableFuture<ProxyReading> sum(
            String metric, List<CompletableFuture<ProxyTally>> proxies, Optional<String> doubt) {
        return CompletableFuture.allOf(proxies.toArray(CompletableFuture[]::new))
                .thenApply(all -> sum(
                        metric,
                        doubt,
                        proxies.stream().map(CompletableFuture::join).toList()));
    }

    private static ProxyReading sum(String metric, Optional<String> doubt, List<ProxyTally> proxies) {
        Map<String, Long> series = new HashMap<>();
        proxies.forEach(proxy -> series.putAll(proxy.series()));
        String reason = proxies.stream()
                .flatMap(proxy -> proxy.doubt().stream())
                .findFirst()
                .or(() -> doubt)
                .orElse("");
        return new ProxyReading(List.of(new Count(metric, series, true, true)), reason, false);
    }
}
