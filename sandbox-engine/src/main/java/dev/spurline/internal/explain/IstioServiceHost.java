// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.routing.ClusterDomain;
import dev.spurline.internal.survey.Survey;
import java.util.Locale;
import java.util.Optional;

/**
 * The full name by which Istio knows a Service, and what objects call it. Only names without a dot are completed
 * (ResolveShortnameToFQDN in pkg/config/model/config.go): {@code pricing.shop} is no Service to Istio.
 *
 * @param name such as {@code pricing.shop.svc.cluster.local}
 */
record IstioServiceHost(String name) {

    /** How closely an object names a Service that it names outright. */
    static final int EXACT = Integer.MAX_VALUE;

    static IstioServiceHost of(String namespace, String service, Survey survey) {
        return new IstioServiceHost("%s.%s.svc.%s".formatted(service, namespace, ClusterDomain.of(survey)));
    }

    /** Returns a host as an object in some namespace writes it, in full and in lower case. */
    static String full(String host, String namespace, Survey survey) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.contains(".") || lower.startsWith("*")
                ? lower
                : of(namespace, lower, survey).name();
    }

    /** Returns the Service that a full name means, as {@code namespace/name}; empty if it is no Service's. */
    static Optional<String> service(String full, Survey survey) {
        String end = ".svc." + ClusterDomain.of(survey);
        String[] labels = full.endsWith(end)
                ? full.substring(0, full.length() - end.length()).split("\\.", -1)
                : new String[0];
        return labels.length == 2 ? Optional.of(labels[1] + "/" + labels[0]) : Optional.empty();
    }

    /** Returns how closely a host of an object names this one: outright, or by a wildcard of some length; 0: not at all. */
    int precision(String host, String namespace) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("*")) {
            return name.endsWith(lower.substring(1)) ? lower.length() : 0;
        }
        boolean own = lower.contains(".") ? lower.equals(name) : name.startsWith(lower + "." + namespace + ".svc.");
        return own ? EXACT : 0;
    }
}
