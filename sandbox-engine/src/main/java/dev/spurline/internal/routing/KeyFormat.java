// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a request carries the key. A request has it if one of the carriers has it.
 *
 * @param carriers the carriers, cheapest for the proxy first where that matters
 */
public record KeyFormat(List<Carrier> carriers) {

    /** The request header of the engine's own probes. */
    public static final String PROBE_HEADER = "x-spurline-probe";

    /** The default: a member of W3C baggage, and a plain header. */
    public static final KeyFormat SPURLINE = new KeyFormat(List.of(
            new Carrier("baggage", Syntax.BAGGAGE, RoutingKey.BAGGAGE_MEMBER),
            new Carrier(RoutingKey.HEADER, Syntax.PLAIN, "")));

    /** Signadot's names, for services that already forward them. */
    public static final KeyFormat SIGNADOT = new KeyFormat(List.of(
            new Carrier("baggage", Syntax.BAGGAGE, "sd-routing-key"),
            new Carrier("tracestate", Syntax.BAGGAGE, "sd-routing-key"),
            new Carrier("uberctx-sd-routing-key", Syntax.PLAIN, ""),
            new Carrier("ot-baggage-sd-routing-key", Syntax.PLAIN, "")));

    /** Copies the list. */
    public KeyFormat {
        carriers = List.copyOf(carriers);
    }

    /**
     * Returns the format of {@code spurline.headers}.
     *
     * @param items {@code spurline} or {@code signadot} alone, else headers: one by itself carries the plain key,
     *     {@code header:member} a member of a list as in W3C baggage
     */
    public static KeyFormat of(List<String> items) {
        return switch (items.get(0)) {
            case "spurline" -> SPURLINE;
            case "signadot" -> SIGNADOT;
            default -> new KeyFormat(items.stream().map(KeyFormat::carrier).toList());
        };
    }

    private static Carrier carrier(String item) {
        int colon = item.indexOf(':');
        return colon < 0
                ? new Carrier(item, Syntax.PLAIN, "")
                : new Carrier(item.substring(0, colon), Syntax.BAGGAGE, item.substring(colon + 1));
    }

    /** Returns the headers that carry the key, by name in lower case. */
    public Map<String, String> headers(RoutingKey key) {
        Map<String, String> headers = new LinkedHashMap<>();
        carriers.forEach(
                carrier -> headers.merge(carrier.header(), carrier.value(key), (one, other) -> one + "," + other));
        return headers;
    }

    /** Returns the names of headers and members in which the key stands. */
    public List<String> names() {
        return carriers.stream()
                .flatMap(carrier -> Stream.of(carrier.header(), carrier.member()))
                .toList();
    }

    /** How a header's value holds the key. */
    public enum Syntax {
        /** The value is the key. */
        PLAIN,
        /** The value is a list of members with properties, one of which is the key's. */
        BAGGAGE
    }

    /**
     * A header that carries the key.
     *
     * @param header its name in lower case
     * @param syntax how its value holds the key
     * @param member the name of the member, if it is a list
     */
    public record Carrier(String header, Syntax syntax, String member) {

        /** Returns the value that a request has which carries nothing but the key. */
        String value(RoutingKey key) {
            return syntax == Syntax.PLAIN ? key.value() : member + "=" + key.value();
        }

        /** Returns how Gateway API matches the value. */
        String matchType() {
            return syntax == Syntax.PLAIN ? "Exact" : "RegularExpression";
        }

        /** Returns what Gateway API matches the value with. */
        String matchValue(RoutingKey key) {
            return syntax == Syntax.PLAIN ? key.value() : baggageRegex(member, key.value());
        }
    }

    /**
     * Returns the regular expression for header values with exactly this member, whatever stands around it. Anchored
     * because Linkerd finds first and compares spans afterwards.
     */
    public static String baggageRegex(String member, String value) {
        return "^(?:.*,)?[ \\t]*" + quote(member) + "[ \\t]*=[ \\t]*" + quote(value) + "[ \\t]*(?:;[^,]*)?(?:,.*)?$";
    }

    /** Quotes what tokens may hold and RE2, Rust and Java would read as more than itself. */
    private static String quote(String token) {
        return token.replaceAll("[.*+^$|]", "\\\\$0");
    }
}
