// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The key of the baseline: no request carries it. */
record NoKey() implements RequestKey {

    @Override
    public boolean allows(URI uri) {
        return false;
    }

    @Override
    public Set<String> headerNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> merge(Map<String, List<String>> present) {
        return Map.of();
    }

    @Override
    public Map<String, String> strip(Map<String, List<String>> present) {
        return Map.of();
    }

    @Override
    public void sent(URI uri) {
        // Nothing that could prove a fork.
    }
}
