// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Settings;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.net.URI;
import java.util.Optional;

/**
 * Where settings want requests to a Service to go in.
 *
 * @param subject what settings call the Service
 * @param setting the setting, and its value, as in messages
 * @param source where it was given
 * @param gateway whether they go in at a gateway, through a port-forward
 * @param address where they go in; at a gateway, what they are to ask for, if that is said
 */
public record EntryWish(String subject, String setting, String source, boolean gateway, Optional<URI> address) {

    private static final String GATEWAY = "gateway";
    private static final String AS_TO = GATEWAY + "+";

    /** Reads it from the setting of the Service, else from the one for all. */
    public static Optional<EntryWish> of(Settings settings, String subject) {
        Setting<URI> own = Setting.ENTRY.of(subject);
        return own.given(settings)
                .map(given -> read(subject, own.key(), given))
                .or(() -> Setting.ENTRY_WAY
                        .given(settings)
                        .filter(given -> given.value().equals(GATEWAY))
                        .map(given -> new EntryWish(
                                subject,
                                title(Setting.ENTRY_WAY.key(), given),
                                given.source(),
                                true,
                                Optional.empty())));
    }

    private static EntryWish read(String subject, String key, GivenValue<URI> given) {
        String text = given.value().toString();
        boolean asTo = text.startsWith(AS_TO);
        return new EntryWish(
                subject,
                title(key, given),
                given.source(),
                asTo || text.equals(GATEWAY),
                Optional.of(asTo ? text.substring(AS_TO.length()) : text)
                        .filter(address -> !address.equals(GATEWAY))
                        .map(URI::create));
    }

    private static String title(String key, GivenValue<?> given) {
        return "%s [%s]".formatted(key, given.text());
    }

    /** Returns the setting, its value and where it was given, as in messages. */
    public String given() {
        return "%s by %s".formatted(setting, source);
    }

    /** Returns the name of the setting. */
    public String key() {
        return setting.substring(0, setting.indexOf(' '));
    }
}
