// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;

/** The configuration of an Envoy that is not a mesh's: which members of baggage it obeys. */
record OverrideDump(String json) implements ShownRoutes {

    /** Any Envoy may call any Service. */
    @Override
    public boolean knows(RouteName name, String namespace) {
        return true;
    }

    /** The member's name stands there as a regular expression in JSON. */
    @Override
    public boolean has(String name) {
        String expression = name.replace(".", "\\\\.");
        return json.contains(expression + "[") || json.contains(expression + "=");
    }
}
