// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.provider;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of the clusters that somebody can start, for settings, which are read often: providers are made for them once
 * for each class loader of a thread. These are texts only, so that no class loader is kept that nobody uses any more.
 *
 * @param names the names
 * @param description says which providers there are, and which are not usable
 */
public record ClusterNames(List<String> names, String description) {

    private static final Map<ClassLoader, ClusterNames> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    /** Returns those of the class path. */
    public static ClusterNames onClassPath() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        @Nullable ClusterNames known = KNOWN.get(loader);
        // Not under the map's lock: what a provider's constructor waits for is not known.
        return known != null ? known : found(loader);
    }

    private static ClusterNames found(ClassLoader loader) {
        ClusterProviders providers = ClusterProviders.onClassPath();
        ClusterNames found = new ClusterNames(providers.names(), providers.describe());
        KNOWN.put(loader, found);
        return found;
    }
}
