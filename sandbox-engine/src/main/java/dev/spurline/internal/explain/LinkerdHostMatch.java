// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.text.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the hostnames of a route are for the host of a request. Linkerd heeds them for Services, too.
 *
 * @param names the hostnames, in lower case; none: any host
 * @param precision how closely they name it; 0 where there are none
 * @param taken whether the route is for it
 */
record LinkerdHostMatch(List<String> names, int precision, boolean taken) {

    static LinkerdHostMatch of(AttachedRoute route, String host) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : JsonTrees.tree(route.object()).at("/spec/hostnames")) {
            names.add(name.asText().toLowerCase(Locale.ROOT));
        }
        int best = names.stream().mapToInt(name -> precision(name, host)).max().orElse(0);
        return new LinkerdHostMatch(names, best, names.isEmpty() || best > 0);
    }

    private static int precision(String name, String host) {
        if (name.equals(host)) {
            return Integer.MAX_VALUE;
        }
        return name.startsWith("*.") && host.endsWith(name.substring(1)) ? name.length() : 0;
    }
}
