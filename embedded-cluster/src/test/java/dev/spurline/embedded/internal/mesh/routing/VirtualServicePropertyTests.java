// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which VirtualService and which rule decide, against what istiod's order and Envoy's matching say in plain words. */
class VirtualServicePropertyTests {

    private static final String HOST = "pricing.shop.svc.cluster.local";
    private static final List<String> NAMESPACES = List.of("shop", "web", "admin");

    /** A VirtualService with one rule for everything. */
    private record SmallService(String namespace, String name, int second, String host, List<String> exportTo) {

        VirtualServiceObject object() {
            return VirtualServices.virtualService(
                    namespace, name, "2026-01-01T00:00:0%dZ".formatted(second), """
                    hosts: ['%s']
                    exportTo: [%s]
                    http: [{name: '%s', route: [{destination: {host: %s}}]}]
                    """.formatted(
                                    host,
                                    exportTo.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                                    id(),
                                    HOST));
        }

        String id() {
            return namespace + "/" + name;
        }

        boolean isOnPricing() {
            return host.equals(HOST) || (host.equals("pricing") && namespace.equals("shop")) || host.startsWith("*");
        }

        Set<String> namespaces() {
            return exportTo.stream().map(to -> to.equals(".") ? namespace : to).collect(Collectors.toSet());
        }

        /** Public is 3, by name 2, own namespace only 1; 0 is invisible. */
        int rank(String caller) {
            if (exportTo.isEmpty() || namespaces().contains("*")) {
                return 3;
            }
            if (!namespaces().contains(caller)) {
                return 0;
            }
            return namespace.equals(caller) ? 1 : 2;
        }

        boolean comesBefore(SmallService other, String caller) {
            boolean names = !host.startsWith("*");
            boolean otherNames = !other.host.startsWith("*");
            if (names != otherNames) {
                return names;
            }
            if (!names && host.length() != other.host.length()) {
                return host.length() > other.host.length();
            }
            if (rank(caller) != other.rank(caller)) {
                return rank(caller) < other.rank(caller);
            }
            if (second != other.second) {
                return second < other.second;
            }
            return name.equals(other.name) ? namespace.compareTo(other.namespace) < 0 : name.compareTo(other.name) < 0;
        }
    }

    @Provide
    Arbitrary<List<SmallService>> services() {
        Arbitrary<String> exports = Arbitraries.of("*", ".", "shop", "web", "admin");
        return Combinators.combine(
                        Arbitraries.of(NAMESPACES),
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(HOST, "pricing", "*.shop.svc.cluster.local", "*.local", "pricing.shop", "other"),
                        exports.list().ofMaxSize(3))
                .as(SmallService::new)
                .list()
                .uniqueElements(SmallService::id)
                .ofMaxSize(6);
    }

    @Property
    void theFirstInIstiodsOrderDecides(
            @ForAll("services") List<SmallService> services, @ForAll("callers") String caller) {
        Optional<SmallService> first = Optional.empty();
        for (SmallService service : services) {
            boolean counts = service.isOnPricing() && service.rank(caller) > 0;
            if (counts
                    && first.map(before -> service.comesBefore(before, caller)).orElse(true)) {
                first = Optional.of(service);
            }
        }

        RouteTable table = VirtualServices.table(
                RouteCaller.sidecar(caller, Map.of()),
                services.stream().map(SmallService::object).toArray(VirtualServiceObject[]::new));

        assertThat(table.decide(Request.get("/")).route())
                .isEqualTo(first.map(SmallService::id).orElse("default"));
    }

    @Provide
    Arbitrary<String> callers() {
        return Arbitraries.of(NAMESPACES);
    }

    /** A condition on a text, written as in a VirtualService and judged without one. */
    private record TextCondition(String kind, String text) {

        String yaml() {
            return kind.equals("present") ? "{}" : "{%s: '%s'}".formatted(kind, text);
        }

        boolean holds(Optional<String> value) {
            return value.isPresent()
                    && switch (kind) {
                        case "exact" -> value.get().equals(text);
                        case "prefix" -> value.get().startsWith(text);
                        case "regex" -> Pattern.matches(text, value.get());
                        default -> true;
                    };
        }
    }

    /** A match of a path, a header, a header that must not match, and a method; each may be missing. */
    private record SmallMatch(
            Optional<TextCondition> uri,
            boolean ignoreCase,
            Optional<TextCondition> header,
            Optional<TextCondition> without,
            Optional<TextCondition> query) {

        String yaml() {
            List<String> fields = new ArrayList<>();
            uri.ifPresent(condition -> fields.add("uri: " + condition.yaml()));
            header.ifPresent(condition -> fields.add("headers: {x: %s}".formatted(condition.yaml())));
            without.ifPresent(condition -> fields.add("withoutHeaders: {y: %s}".formatted(condition.yaml())));
            query.ifPresent(condition -> fields.add("queryParams: {q: %s}".formatted(condition.yaml())));
            fields.add("ignoreUriCase: " + ignoreCase);
            return "{" + String.join(", ", fields) + "}";
        }

        boolean takes(SmallRequest request) {
            return uri.map(condition -> condition.holds(Optional.of(request.path()))
                                    || (ignoreCase
                                            && !condition.kind().equals("regex")
                                            && new TextCondition(
                                                            condition.kind(),
                                                            condition.text().toLowerCase(Locale.ROOT))
                                                    .holds(Optional.of(
                                                            request.path().toLowerCase(Locale.ROOT)))))
                            .orElse(true)
                    && header.map(condition -> condition.holds(request.x())).orElse(true)
                    && without.map(condition -> condition.kind().equals("present")
                                    ? request.y().isEmpty()
                                    : !condition.holds(Optional.of(request.y().orElse(""))))
                            .orElse(true)
                    && query.map(condition -> condition.holds(request.q())).orElse(true);
        }
    }

    private record SmallRequest(String path, Optional<String> x, Optional<String> y, Optional<String> q) {

        Request head() {
            List<String> headers = new ArrayList<>();
            x.ifPresent(value -> headers.addAll(List.of("x", value)));
            y.ifPresent(value -> headers.addAll(List.of("y", value)));
            return Request.get(path + q.map(value -> "?q=" + value).orElse(""), headers.toArray(String[]::new));
        }
    }

    private static Arbitrary<Optional<TextCondition>> conditions(List<String> texts, List<String> kinds) {
        return Combinators.combine(Arbitraries.of(kinds), Arbitraries.of(texts))
                .as(TextCondition::new)
                .optional();
    }

    @Provide
    Arbitrary<List<SmallMatch>> matches() {
        List<String> kinds = List.of("exact", "prefix", "regex", "present");
        List<String> values = List.of("a", "ab", "b", "a.");
        return Combinators.combine(
                        conditions(List.of("/", "/a", "/a/b", "/A", "/a.*"), List.of("exact", "prefix", "regex")),
                        Arbitraries.of(true, false),
                        conditions(values, kinds),
                        conditions(values, kinds),
                        conditions(values, kinds))
                .as(SmallMatch::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<SmallRequest> requests() {
        Arbitrary<Optional<String>> values = Arbitraries.of("a", "ab", "b", "").optional();
        return Combinators.combine(Arbitraries.of("/", "/a", "/a/b", "/A", "/ab", "/b"), values, values, values)
                .as(SmallRequest::new);
    }

    @Property
    void theFirstRuleThatTakesARequestDecides(
            @ForAll("matches") List<SmallMatch> matches, @ForAll("requests") SmallRequest request) {
        String rules = IntStream.range(0, matches.size())
                .mapToObj(index -> "- {name: r%d, match: [%s], route: [{destination: {host: pricing}}]}"
                        .formatted(index, matches.get(index).yaml()))
                .collect(Collectors.joining("\n"));
        String expected = IntStream.range(0, matches.size())
                .filter(index -> matches.get(index).takes(request))
                .mapToObj(index -> "r" + index)
                .findFirst()
                .orElse("");

        RouteTable table = VirtualServices.table(
                VirtualServices.in("shop"),
                VirtualServices.virtualService("shop", "a", "hosts: [pricing]\nhttp:\n" + rules));

        assertThat(table.decide(request.head()).route()).isEqualTo(expected);
    }
}
