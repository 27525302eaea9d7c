// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.internal.live.CallerProxies.RouteName;
import java.util.Collection;
import java.util.List;

/** The routes that a proxy goes by at this moment, as it shows them. */
interface ShownRoutes {

    /** Returns whether some route has the name. */
    boolean has(String name);

    /**
     * Returns whether the proxy has been told of the Service that a route is for.
     *
     * @param namespace the proxy's
     */
    boolean knows(RouteName name, String namespace);

    /** Returns those of the names that no route has. */
    default List<String> missing(Collection<String> names) {
        return names.stream().filter(name -> !has(name)).toList();
    }

    /** Returns those of the names that some route has. */
    default List<String> present(Collection<String> names) {
        return names.stream().filter(this::has).toList();
    }
}
