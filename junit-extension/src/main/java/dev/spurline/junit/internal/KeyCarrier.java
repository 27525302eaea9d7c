/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import dev.spurline.LiveSandbox;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a client needs to carry the key of one sandbox, on behalf of one test where that is known. */
final class KeyCarrier {

    private final LiveSandbox sandbox;
    private final Entries entries;
    private final Ledger ledger;
    private final KeyHeaders headers;
    private final Optional<String> test;

    KeyCarrier(LiveSandbox sandbox, Entries entries, Ledger ledger, Optional<String> test) {
        this.sandbox = sandbox;
        this.entries = entries;
        this.ledger = ledger;
        this.headers = new KeyHeaders(sandbox.headers());
        this.test = test;
    }

    /** Returns whether requests to this address may carry the key. */
    boolean carriesTo(URI uri) {
        return entries.contains(uri);
    }

    Set<String> names() {
        return headers.names();
    }

    /** Returns the values of the headers that carry the key, merged with those present. */
    Map<String, String> merged(Map<String, List<String>> present) {
        return headers.merged(present, ledger.number(test));
    }

    /** Returns the values of the same headers without the key; an empty text means that the header goes. */
    Map<String, String> stripped(Map<String, List<String>> present) {
        return headers.stripped(present);
    }

    /** Tells that a request with the key was answered. */
    void sent(URI uri) {
        ledger.sent(test);
        sandbox.sent(uri);
    }
}
