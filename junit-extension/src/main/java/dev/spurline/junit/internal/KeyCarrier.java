// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a client needs to carry the key of one sandbox, on behalf of one test where that is known. */
final class KeyCarrier {

    private final Function<OptionalInt, Map<String, String>> headers;
    private final Entries entries;
    private final Ledger ledger;
    private final Optional<String> test;
    private final Consumer<URI> told;

    /**
     * Takes what belongs to a sandbox.
     *
     * @param headers its headers, for a test by number if that is known
     * @param entries where they may go
     * @param ledger who sent what
     * @param test the test that requests are sent for; empty where a client belongs to several
     * @param told is told of each request with the key
     */
    KeyCarrier(
            Function<OptionalInt, Map<String, String>> headers,
            Entries entries,
            Ledger ledger,
            Optional<String> test,
            Consumer<URI> told) {
        this.headers = headers;
        this.entries = entries;
        this.ledger = ledger;
        this.test = test;
        this.told = told;
    }

    /** Returns whether requests to this address may carry the key. */
    boolean carriesTo(URI uri) {
        return entries.contains(uri);
    }

    Set<String> names() {
        return unnumbered().names();
    }

    /** Returns the values of the headers that carry the key, merged with those present. */
    Map<String, String> merged(Map<String, List<String>> present) {
        return new KeyHeaders(headers.apply(ledger.number(test))).merged(present);
    }

    /** Returns the values of the same headers without the key; an empty text means that the header goes. */
    Map<String, String> stripped(Map<String, List<String>> present) {
        return unnumbered().stripped(present);
    }

    private KeyHeaders unnumbered() {
        return new KeyHeaders(headers.apply(OptionalInt.empty()));
    }

    /** Tells that a request with the key was answered. */
    void sent(URI uri) {
        ledger.sent(test);
        told.accept(uri);
    }
}
