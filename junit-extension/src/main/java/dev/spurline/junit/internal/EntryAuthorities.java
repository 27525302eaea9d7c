// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The hosts and ports that one sandbox handed out as ways in. Only they ever see the key. */
final class EntryAuthorities {

    private final Set<String> authorities = ConcurrentHashMap.newKeySet();

    URI add(URI uri) {
        authorities.add(authority(uri));
        return uri;
    }

    boolean contains(URI uri) {
        return authorities.contains(authority(uri));
    }

    private static String authority(URI uri) {
        String scheme = lower(uri.getScheme());
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        int port = uri.getPort() == -1 ? (secure ? 443 : 80) : uri.getPort();
        return lower(uri.getHost()) + ":" + port;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
