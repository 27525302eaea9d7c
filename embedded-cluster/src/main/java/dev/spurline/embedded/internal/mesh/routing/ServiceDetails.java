// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;
import java.util.Map;

/** What of Services decides about routes to them. */
public interface ServiceDetails {

    /** Returns what is known if nothing but the annotations of every Service is. */
    static ServiceDetails of(Map<String, String> annotations) {
        return new ServiceDetails() {
            @Override
            public List<Integer> ports(String host) {
                return List.of();
            }

            @Override
            public boolean detects(ServicePort service) {
                return true;
            }

            @Override
            public Map<String, String> annotations(ServicePort service) {
                return annotations;
            }
        };
    }

    /** Returns how requests write a name that the mesh knows: in the cluster's domain. */
    default String asRequested(String host) {
        return host;
    }

    /** Returns the numbers of the ports of a Service by its qualified name; none if there is no such Service. */
    List<Integer> ports(String host);

    /** Says whether a port does not declare its protocol. */
    boolean detects(ServicePort service);

    /** Says whether a port declares HTTP of the first version, and so has no gRPC for Linkerd. */
    default boolean isHttp1(ServicePort service) {
        return false;
    }

    /** Returns the annotations of a Service that set limits for Linkerd. */
    Map<String, String> annotations(ServicePort service);
}
