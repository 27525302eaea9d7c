// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The header filters of a rule or backend, as one list of changes in a mesh's order. */
final class HeaderChanges {

    private HeaderChanges() {}

    /**
     * Envoy removes first, then sets, then adds, each by name; a later filter of the same kind replaces an earlier.
     *
     * <p>Source: Envoy's {@code source/common/router/header_parser.cc} (evaluateHeaders); istiod's
     * {@code pilot/pkg/config/kube/gateway/conversion.go} (createHeadersFilter).
     */
    static List<HeaderChange> istio(List<RouteFilter> filters, boolean response) {
        List<HeaderChange> changes = new ArrayList<>();
        for (RouteFilter filter : filters) {
            if (filter instanceof RouteFilter.Headers headers && headers.response() == response) {
                changes.clear();
                headers.remove().forEach(name -> changes.add(new HeaderChange.Remove(name)));
                sorted(headers.set())
                        .forEach(line -> changes.add(new HeaderChange.Set(line.getKey(), line.getValue())));
                sorted(headers.add())
                        .forEach(line -> changes.add(new HeaderChange.Add(line.getKey(), line.getValue())));
            }
        }
        return List.copyOf(changes);
    }

    /**
     * Two lists as one: all removals, then what is set, then what is added, of each the first list's before the second's.
     *
     * <p>Source: processDestination in istiod's {@code pilot/pkg/networking/core/route/route.go}; evaluateHeaders as above.
     */
    static List<HeaderChange> joined(List<HeaderChange> first, List<HeaderChange> second) {
        return Stream.of(HeaderChange.Remove.class, HeaderChange.Set.class, HeaderChange.Add.class)
                .<HeaderChange>flatMap(
                        kind -> Stream.of(first, second).flatMap(List::stream).filter(kind::isInstance))
                .toList();
    }

    /**
     * Linkerd adds, sets, removes.
     *
     * <p>Source: ModifyHeader in {@code linkerd/http/route} of linkerd2-proxy.
     */
    static List<HeaderChange> linkerd(List<RouteFilter> filters, boolean response) {
        List<HeaderChange> changes = new ArrayList<>();
        for (RouteFilter filter : filters) {
            if (filter instanceof RouteFilter.Headers headers && headers.response() == response) {
                headers.add().forEach(line -> changes.add(new HeaderChange.Add(line.getKey(), line.getValue())));
                headers.set().forEach(line -> changes.add(new HeaderChange.Set(line.getKey(), line.getValue())));
                headers.remove().forEach(name -> changes.add(new HeaderChange.Remove(name)));
            }
        }
        return List.copyOf(changes);
    }

    private static List<Map.Entry<String, String>> sorted(List<Map.Entry<String, String>> lines) {
        return lines.stream()
                .sorted(Comparator.comparing(line -> line.getKey().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
