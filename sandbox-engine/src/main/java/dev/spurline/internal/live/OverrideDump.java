// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The configuration of an Envoy that is not a mesh's: which members of baggage it obeys.
 *
 * @param json the whole dump
 * @param baggage the header of the sandbox's requests
 */
record OverrideDump(String json, String baggage) implements ShownRoutes {

    /** In the virtual host, to find the fork, and in its route, to leave the baseline. */
    private static final int PLACES = 2;

    /** Any Envoy may call any Service. */
    @Override
    public boolean knows(RouteName name, String namespace) {
        return true;
    }

    /** What counts is whether the header is taken, however the expression is written, and with or without a secret. */
    @Override
    public boolean has(String name) {
        String needle = name.replace(".", "\\\\.");
        int places = 0;
        int at = json.indexOf(needle);
        while (at >= 0 && places < PLACES) {
            int end = end(at);
            if (takes(json.substring(json.lastIndexOf('"', at) + 1, end))) {
                places++;
            }
            at = json.indexOf(needle, end);
        }
        return places == PLACES;
    }

    private int end(int at) {
        int quote = json.indexOf('"', at);
        return quote < 0 ? json.length() : quote;
    }

    private boolean takes(String escaped) {
        try {
            return Pattern.compile(escaped.replace("\\\\", "\\"))
                    .matcher(baggage)
                    .matches();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
