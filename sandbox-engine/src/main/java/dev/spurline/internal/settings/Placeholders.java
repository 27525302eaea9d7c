// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import java.util.List;

/** Replaces <code>${NAME:default}</code>. A value is taken as it is; only a default may hold further placeholders. */
public final class Placeholders {

    private final Settings settings;
    private final String place;

    public Placeholders(Settings settings, String place) {
        this.settings = settings;
        this.place = place;
    }

    /** Returns the text without placeholders. */
    public String resolve(String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                result.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = end(text, at);
                result.append(value(text.substring(at + 2, end)));
                at = end + 1;
            } else {
                result.append(text.charAt(at++));
            }
        }
        return result.toString();
    }

    private int end(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            depth += text.startsWith("${", i) ? 1 : 0;
            depth -= text.charAt(i) == '}' && depth > 0 ? 1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        // The text around it is not told: it may be a secret.
        String name = text.substring(start + 2).split("[^A-Za-z0-9._-]", 2)[0];
        throw new PreflightException("Placeholder [${%s] in %s is not closed: a } is missing".formatted(name, place));
    }

    private String value(String inner) {
        int colon = inner.indexOf(':');
        String name = (colon < 0 ? inner : inner.substring(0, colon)).trim();
        return settings.find(name).map(Settings.Value::text).orElseGet(() -> {
            if (colon < 0) {
                throw unresolved(name);
            }
            return resolve(inner.substring(colon + 1));
        });
    }

    private PreflightException unresolved(String name) {
        return new PreflightException("Placeholder [${%s}] in %s has no value and no default%s. Searched: %s"
                .formatted(name, place, nearest(name), searched(name)));
    }

    private String searched(String name) {
        List<String> places = settings.places(name);
        return places.isEmpty() ? "nothing but the settings given" : String.join(", ", places);
    }

    private String nearest(String name) {
        return NearestName.to(name, settings.names())
                .map(" (nearest: [%s])"::formatted)
                .orElse("");
    }
}
