// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import dev.spurline.RoutingKey;
import dev.spurline.cluster.internal.text.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads which headers carry the key: one keyword, or a list of headers. A header that nobody forwards is a key that gets
 * lost, and one with a meaning of its own is traffic that breaks, so what looks like a slip of the pen is refused.
 */
final class HeaderItems {

    private static final List<String> KEYWORDS = List.of("spurline", "signadot");

    private static final String FORM = "header:member or a header name with a dash";

    /** Lists in the form of W3C baggage that tracing libraries pass on. */
    private static final List<String> LISTS = List.of("baggage", "tracestate");

    /** A token of RFC 9110, section 5.6.2; HTTP/2 has names in lower case only. */
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

    /** Names of RFC 9110 and of proxies whose values mean something already; those without a dash are refused anyway. */
    private static final Pattern TAKEN =
            Pattern.compile("(accept|access-control|content|grpc|if|l5d|proxy|sec|x-b3|x-envoy|x-forwarded)-.*"
                    + "|cache-control|keep-alive|last-modified|max-forwards|retry-after|set-cookie|strict-transport-security"
                    + "|transfer-encoding|user-agent|www-authenticate|x-real-ip|x-request-id");

    private HeaderItems() {}

    static SettingType<List<String>> type() {
        SettingType<String> item = SettingType.of(FORM, HeaderItems::item);
        SettingType<List<String>> list = SettingType.list("", item);
        return SettingType.of("spurline, signadot or a comma-separated list of headers", text -> {
            String word = text.toLowerCase(Locale.ROOT);
            return KEYWORDS.contains(word) ? List.of(word) : distinct(list.read(text));
        });
    }

    private static List<String> distinct(List<String> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("names no header");
        }
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i);
            if (items.subList(0, i).stream().anyMatch(before -> clash(before, item))) {
                throw new IllegalArgumentException("has the header [%s] twice".formatted(item));
            }
        }
        return items;
    }

    /** One header may be a list that has the key in several members, and nothing else twice. */
    private static boolean clash(String one, String other) {
        boolean twoMembers = one.contains(":") && other.contains(":") && !one.equals(other);
        return !twoMembers && one.split(":", 2)[0].equals(other.split(":", 2)[0]);
    }

    private static String item(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || !tokens(parts)) {
            throw SettingType.wrong(FORM + ", in lower case", inLowerCase(text));
        }
        if (TAKEN.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException(
                    "has a meaning of its own in HTTP: take a header that is the key's alone, such as x-tenant");
        }
        if (parts.length == 2 && parts[1].equals(RoutingKey.TEST_MEMBER)) {
            throw new IllegalArgumentException(
                    "names the member that tells the test of a request, so it cannot carry the key");
        }
        if (!parts[0].contains("-") && (parts.length == 1 || !LISTS.contains(parts[0]))) {
            throw SettingType.wrong(FORM + ", and keywords stand alone", meant(parts));
        }
        return text;
    }

    private static boolean tokens(String... parts) {
        return List.of(parts).stream().allMatch(part -> TOKEN.matcher(part).matches());
    }

    private static Optional<String> inLowerCase(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Optional.of(lower).filter(name -> tokens(name.split(":", 2)));
    }

    private static Optional<String> meant(String... parts) {
        if (KEYWORDS.contains(parts[0])) {
            return Optional.empty();
        }
        if (parts.length == 2) {
            return NearestName.to(parts[0], LISTS).map(list -> list + ":" + parts[1]);
        }
        return LISTS.contains(parts[0])
                ? Optional.of(parts[0] + ":spurline")
                : NearestName.to(parts[0], KEYWORDS).or(() -> Optional.of("x-" + parts[0]));
    }
}
