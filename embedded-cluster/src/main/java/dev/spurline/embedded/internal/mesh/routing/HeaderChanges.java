/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.mesh.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The header filters of a rule or backend, as one list of changes in a mesh's order. */
final class HeaderChanges {

    private HeaderChanges() {}

    /** Envoy removes first, then sets, then adds, each by name; a later filter of the same kind replaces an earlier. */
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

    /** Linkerd adds, sets, removes. */
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
