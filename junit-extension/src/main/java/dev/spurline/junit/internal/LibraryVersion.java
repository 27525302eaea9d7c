// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.net.URL;
import java.security.CodeSource;

/** Where a library of clients comes from that an adapter does not fit. */
final class LibraryVersion {

    private LibraryVersion() {}

    /** Says what to do where a class or method of a library is not there. */
    static String cure(Class<?> type) {
        return ("[%s] is of [%s]: take a version that the adapter was made for, with all that the library needs;"
                        + " docs/clients.md tells the oldest of each")
                .formatted(type.getName(), source(type));
    }

    private static String source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? "the JDK" : lastOf(location.getPath());
    }

    private static String lastOf(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
