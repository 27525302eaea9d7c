// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The key of one sandbox, on behalf of one test where that is known. */
final class KeyCarrier implements RequestKey {

    private final Function<OptionalInt, Map<String, String>> headers;
    private final EntryAuthorities entries;
    private final TestLedger ledger;
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
            EntryAuthorities entries,
            TestLedger ledger,
            Optional<String> test,
            Consumer<URI> told) {
        this.headers = headers;
        this.entries = entries;
        this.ledger = ledger;
        this.test = test;
        this.told = told;
    }

    @Override
    public boolean allows(URI uri) {
        return entries.contains(uri);
    }

    @Override
    public Set<String> headerNames() {
        return unnumbered().names();
    }

    @Override
    public Map<String, String> merge(Map<String, List<String>> present) {
        return new KeyHeaders(headers.apply(ledger.number(test))).merged(present);
    }

    @Override
    public Map<String, String> strip(Map<String, List<String>> present) {
        return unnumbered().stripped(present);
    }

    private KeyHeaders unnumbered() {
        return new KeyHeaders(headers.apply(OptionalInt.empty()));
    }

    @Override
    public void sent(URI uri) {
        ledger.sent(test);
        told.accept(uri);
    }
}
