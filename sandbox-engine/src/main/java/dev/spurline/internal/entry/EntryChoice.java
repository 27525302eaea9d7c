// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.Settings;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.plan.EntryWish;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.settings.Setting;

/**
 * Tells where requests to forked Services would go in, as {@link EntryPoints} decides it once a sandbox is open.
 *
 * @param connection the cluster
 * @param settings where entries are configured
 * @param home the sandbox's namespace
 * @param choice how requests are routed
 */
public record EntryChoice(ClusterConnection connection, Settings settings, String home, RoutingChoice choice) {

    /** Returns the sentence of a Service whose workload is forked. */
    public String sentence(String namespace, String service) {
        String subject = namespace.equals(home) ? service : namespace + "." + service;
        return "Requests to Service [%s/%s] go in by %s"
                .formatted(namespace, service, way(namespace, service, subject));
    }

    private String way(String namespace, String service, String subject) {
        if (choice == RoutingChoice.DIRECT) {
            return (connection.inCluster() ? "the Service of the fork" : "a port-forward to the fork")
                    + ", for no route leads there (spurline.routing [direct])";
        }
        Setting<?> setting = Setting.ENTRY.of(subject);
        return EntryWish.of(settings, subject)
                .map(wish -> wish.gateway()
                        ? "a gateway of the cluster: " + wish.given()
                        : "[%s] (%s)".formatted(wish.address().orElseThrow(), wish.source()))
                .or(() -> connection.entry(namespace, service).map("the ingress of the cluster [%s]"::formatted))
                .orElseGet(() -> connection.inCluster()
                        ? "the Service itself"
                        : "a port-forward to the fork, for %s is not set".formatted(setting.key()));
    }
}
