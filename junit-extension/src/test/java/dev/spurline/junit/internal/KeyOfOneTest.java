// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** The key of a sandbox with the default format, as its engine would give it, on behalf of its first test. */
public final class KeyOfOneTest {

    public static final String KEY = "k7f3q5tbma";

    /** What the test's requests have. */
    public static final String MEMBERS = "spurline=" + KEY + ",spurline-test=kengine234.000001";

    private final EntryAuthorities entries = new EntryAuthorities();
    private final TestLedger ledger = TestLedger.alone();
    private final List<URI> told = new CopyOnWriteArrayList<>();

    public KeyOfOneTest() {
        ledger.begin("test", "test()");
    }

    public RequestKey key() {
        return new KeyCarrier(KeyOfOneTest::headers, entries, ledger, Optional.of("test"), told::add);
    }

    public static RequestKey none() {
        return new NoKey();
    }

    /** Lets the key go to an address. */
    public void allow(URI uri) {
        entries.add(uri);
    }

    /** Returns where the engine was told that requests went. */
    public List<URI> told() {
        return told;
    }

    /** Returns how many requests were counted. */
    public long sent() {
        return ledger.summary().sent();
    }

    private static Map<String, String> headers(OptionalInt test) {
        String number = test.isPresent() ? ",spurline-test=kengine234.%06d".formatted(test.getAsInt()) : "";
        return Map.of("baggage", "spurline=" + KEY + number, "x-spurline-key", KEY);
    }
}
