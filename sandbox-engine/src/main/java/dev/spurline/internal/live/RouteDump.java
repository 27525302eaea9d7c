// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Envoy's route dump: what a proxy goes by at this moment. */
record RouteDump(String json) {

    /** Where Envoy's admin port shows the routes that came by discovery. */
    static final String PATH = "/config_dump?resource=dynamic_route_configs";

    static final int PORT = 15000;

    // Route names are looked for as such: a dump can have megabytes, and it is read every few milliseconds.
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");

    /** Returns those of the names that no route has. */
    List<String> missing(Collection<String> names) {
        return names.stream().filter(name -> !has(name)).toList();
    }

    /** Returns those of the names that some route has. */
    List<String> present(Collection<String> names) {
        return names.stream().filter(this::has).toList();
    }

    /** Returns whether the proxy has been told of the Service that a route is for. */
    boolean knows(RouteName name) {
        return json.contains("\"%s.%s.svc".formatted(name.service(), name.namespace()));
    }

    private boolean has(String name) {
        int at = json.indexOf(name);
        while (at >= 0) {
            Matcher matcher =
                    NAME.matcher(json).region(Math.max(0, at - 12), Math.min(json.length(), at + name.length() + 16));
            // Rules with several matches have names that go on after a dot.
            if (matcher.find()
                    && (matcher.group(1).equals(name) || matcher.group(1).startsWith(name + "."))) {
                return true;
            }
            at = json.indexOf(name, at + 1);
        }
        return false;
    }
}
