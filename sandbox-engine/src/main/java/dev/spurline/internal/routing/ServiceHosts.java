// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells whether a host name in somebody's configuration means a Service. */
public final class ServiceHosts {

    private final String namespace;
    private final String name;

    /** Tells it of a Service. */
    public ServiceHosts(Service service) {
        this.namespace = service.getMetadata().getNamespace();
        this.name = service.getMetadata().getName();
    }

    /**
     * Returns whether the host, as the object writes it, is the Service: by any spelling, wildcards included. Istio holds a
     * wildcard against the full name.
     *
     * @param domain the cluster's; while it is not known, any may be it
     */
    boolean is(String host, HasMetadata object, Optional<String> domain) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("*")) {
            return exactly(lower, object);
        }
        String end = lower.substring(1);
        return (name + "." + namespace + ".svc." + domain.orElse("cluster.local")).endsWith(end)
                || (domain.isEmpty() && (end.startsWith("." + namespace + ".svc.") || end.startsWith(".svc.")));
    }

    /** Returns whether the host is the Service itself, not a wildcard around it. */
    public boolean exactly(String host, HasMetadata object) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (!lower.contains(".")) {
            return lower.equals(name) && namespace.equals(object.getMetadata().getNamespace());
        }
        // The cluster's domain need not be cluster.local.
        return List.of(name + "." + namespace, name + "." + namespace + ".svc").contains(lower)
                || lower.startsWith(name + "." + namespace + ".svc.");
    }

    /** Returns the name by which Istio knows the Service. */
    String full(Survey survey) {
        return "%s.%s.svc.%s".formatted(name, namespace, ClusterDomain.of(survey));
    }
}
