// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Envoy's route dump: what a proxy goes by at this moment. */
record RouteDump(String json) implements ShownRoutes {

    /** Where Envoy's admin port shows the routes that came by discovery. */
    static final RoutePage PAGE =
            new RoutePage(15000, "/config_dump?resource=dynamic_route_configs", RouteDump::new, Duration.ZERO);

    // Route names are looked for as such: a dump can have megabytes, and it is read every few milliseconds.
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");

    /** A proxy knows the Services of its own namespace; of others only those that it was told of. */
    @Override
    public boolean knows(RouteName name, String namespace) {
        return name.namespace().equals(namespace)
                || json.contains("\"%s.%s.svc".formatted(name.service(), name.namespace()));
    }

    @Override
    public boolean has(String name) {
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
