// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.provider.ClusterNames;
import dev.spurline.internal.provider.ClusterProviders;
import dev.spurline.internal.text.Dns1123;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types that settings have. */
final class SettingTypes {

    static final SettingType<String> TEXT = SettingType.text("a text", "[^\\p{Cntrl}]+");

    static final SettingType<String> CLUSTER = cluster();

    static final SettingType<String> NAMESPACE = SettingType.text("the name of a namespace", Dns1123.LABEL);

    static final SettingType<String> NAMESPACE_PATTERN =
            SettingType.text("the name of a namespace, in which * stands for any characters", "[-a-z0-9*]+");

    static final SettingType<String> WORKLOAD =
            SettingType.text("the name of a workload or namespace/name", "([a-z0-9][-a-z0-9]*/)?[a-z0-9][-.a-z0-9]*");

    static final SettingType<String> CLASS_NAME = SettingType.text(
            "the name of a class",
            "(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*\\.)*\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    static final SettingType<String> WORDS =
            SettingType.text("a word, or several as in WEBHOOK_URL", "[\\p{L}\\p{N}._-]*\\p{L}[\\p{L}\\p{N}._-]*");

    static final SettingType<Map<String, String>> LABELS = MapSetting.labels();
    static final SettingType<Map<String, String>> ANNOTATIONS = MapSetting.annotations();

    static final SettingType<String> NAME_PREFIX = SettingType.text(
            "a beginning of names such as spurline-: at most 20 lower-case letters, digits and dashes, the last a dash",
            "[a-z]([-a-z0-9]{0,18})?-");

    static final SettingType<String> ROUTING_KEY =
            SettingType.text("a routing key such as k7f3q5tbma", "[a-z][a-z2-7]{9}");

    static final SettingType<String> IMAGE = SettingType.text("an image such as registry/pricing:7", "\\S+");

    static final SettingType<Integer> COUNT = count();
    static final SettingType<Boolean> SWITCH = onOrOff();
    static final SettingType<String> FILES = files("a file, or several as in KUBECONFIG");
    static final SettingType<String> DIRECTORY = files("a directory, or off");
    static final SettingType<URI> ENTRY = entry();
    static final SettingType<Duration> DURATION = duration(Duration.ofMillis(1));

    /** Words of other tools for {@code true} and {@code false}: what is meant is offered, and nothing is guessed. */
    private static final List<String> YES = List.of("1", "y", "yes", "on", "enabled");

    private static final List<String> NO = List.of("0", "n", "no", "off", "disabled");

    /** With a gateway before it, the address is what is asked for there. */
    private static final Set<String> ENTRY_SCHEMES = Set.of("http", "https", "gateway+http", "gateway+https");

    private SettingTypes() {}

    /** Also in lower or upper case; what has not been found by now will not be found when the cluster is started. */
    private static SettingType<String> cluster() {
        List<String> words = List.of(ClusterProviders.EMBEDDED, "kubeconfig", "in-cluster");
        String form = String.join(", ", words) + " or the name of a ClusterProvider";
        return SettingType.of(form, text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (words.contains(word)) {
                return word;
            }
            ClusterNames known = ClusterNames.onClassPath();
            List<String> names = Stream.concat(words.stream(), known.names().stream())
                    .distinct()
                    .toList();
            return names.stream()
                    .filter(text::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> SettingType.wrong(
                            form + ", of which the class path has " + known.description(),
                            NearestName.to(word, names)));
        });
    }

    static SettingType<Duration> duration(Duration least) {
        return SettingType.of(DurationText.FORM, text -> DurationText.read(text, least));
    }

    private static SettingType<Integer> count() {
        SettingType<String> digits = SettingType.text("a number of 1 or more", "[1-9][0-9]{0,8}");
        return SettingType.of(digits.form(), text -> Integer.valueOf(digits.read(text)));
    }

    private static SettingType<Boolean> onOrOff() {
        SettingType<String> words = SettingType.choice("true", "false");
        return SettingType.of(words.form(), text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (YES.contains(word) || NO.contains(word)) {
                throw SettingType.wrong(words.form(), Optional.of(String.valueOf(YES.contains(word))));
            }
            return words.read(text).equals("true");
        });
    }

    /**
     * What {@link java.util.Properties} makes of {@code C:\\Users} or {@code C:\\temp} is no path: it drops the backslash, or
     * reads a tab.
     */
    private static SettingType<String> files(String form) {
        Pattern mangled = Pattern.compile("[A-Za-z]:[^/\\\\].*|.*\\p{Cntrl}.*", Pattern.DOTALL);
        return SettingType.of(form, text -> {
            if (mangled.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "is not a path: in a property file, write / or two backslashes where the path has one");
            }
            return TEXT.read(text);
        });
    }

    private static SettingType<URI> entry() {
        String form = "an address such as https://shop.example.com, or gateway";
        return SettingType.of(form, text -> {
            try {
                URI uri = new URI(text);
                if (uri.toString().equals("gateway")) {
                    return uri;
                }
                if (ENTRY_SCHEMES.contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Not its message: the index in it differs between JDK 17 and 25.
                throw new IllegalArgumentException("is not %s: %s".formatted(form, e.getReason()), e);
            }
            throw SettingType.wrong(form, Optional.empty());
        });
    }
}
