// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.internal.plan.EntryWish;
import java.util.Collection;
import java.util.List;

/**
 * What a way in that tests took may have done to the key, where a fork served nothing: gateways and caches have lists of headers
 * that they let through. What came out behind it is not ours to read; what forks served is.
 */
final class EntryHeaderLoss {

    private EntryHeaderLoss() {}

    /**
     * Says it.
     *
     * @param entry the way in
     * @param headers those that carry the key, the one that applications forward first
     * @param served forks of that Service that requests have reached
     */
    static String sentence(EntryWish entry, Collection<String> headers, List<String> served) {
        String way = entry.setting();
        String cure =
                "Let it pass %s, or leave %s out, and requests go in by port-forward".formatted(headers, entry.key());
        return served.isEmpty()
                ? "Requests went in at %s: whether it takes headers %s away cannot be seen. %s"
                        .formatted(way, headers, cure)
                : "Requests that went in at %s reached fork %s behind it, and went no further with the key: a header passed it, and [%s], the one that applications forward, may not have. %s"
                        .formatted(way, served, headers.iterator().next(), cure);
    }
}
