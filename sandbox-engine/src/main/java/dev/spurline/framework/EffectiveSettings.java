// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.Settings;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.secrets.SecretNames;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that were given, for reports: those that decide, of each the strongest source. Values of secrets are hidden.
 *
 * @since 0.1
 */
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /**
     * A setting that was given.
     *
     * @param name its name
     * @param value its value, {@code ***} if it is a secret
     * @param source where it was given
     */
    public record Given(String name, String value, String source) {}

    /** Returns those of some settings, in the order of docs/configuration.md. */
    public static List<Given> of(Settings settings) {
        return Setting.all().stream()
                .flatMap(setting -> names(setting, settings))
                .flatMap(name -> settings.find(name).stream()
                        .map(value -> new Given(name, told(name, value.text(), settings), value.source())))
                .toList();
    }

    private static Stream<String> names(Setting<?> setting, Settings settings) {
        return setting.key().endsWith(">")
                ? settings.names().stream()
                        .filter(name -> setting.covers(name, false))
                        .sorted()
                : Stream.of(setting.key());
    }

    private static String told(String name, String value, Settings settings) {
        if (name.equals(Setting.ENVOY_SECRET.key())) {
            return SecretMask.HIDDEN;
        }
        if (name.equals(Setting.ANNOTATIONS.key()) || name.equals(Setting.LABELS.key())) {
            return pairs(value, settings);
        }
        return SecretMask.NONE.clean(value);
    }

    private static String pairs(String value, Settings settings) {
        SecretNames names = SecretNames.with(Setting.SECRET_NAMES.allGiven(settings).stream()
                .flatMap(given -> given.value().stream())
                .toList());
        return Setting.ANNOTATIONS.type().read(value).entrySet().stream()
                .map(pair -> pair.getKey() + "=" + (names.secret(pair.getKey()) ? SecretMask.HIDDEN : pair.getValue()))
                .collect(Collectors.joining(","));
    }
}
