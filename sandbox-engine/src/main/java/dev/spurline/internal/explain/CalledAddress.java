// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.MeshRequest;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The address of a request, taken apart.
 *
 * @param namespace where the Service is
 * @param service its name
 * @param port a number or a name of its ports, if one is named
 * @param host the host as the caller writes it
 */
record CalledAddress(String namespace, String service, Optional<String> port, String host) {

    /**
     * Takes it apart.
     *
     * @param home asked for the namespace of names without one, if nothing is said of the caller
     */
    static CalledAddress of(MeshRequest request, Supplier<String> home) {
        String text = request.address();
        int slash = text.indexOf('/');
        String rest = text.substring(slash + 1);
        int colon = rest.indexOf(':');
        String host = colon < 0 ? rest : rest.substring(0, colon);
        Optional<String> port = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
        if (slash >= 0) {
            return new CalledAddress(text.substring(0, slash), host, port, host + "." + text.substring(0, slash));
        }
        // However long the host: the cluster's domain comes behind name, namespace and svc.
        String[] labels = host.toLowerCase(Locale.ROOT).split("\\.", -1);
        String namespace = labels.length > 1
                ? labels[1]
                : request.caller().map(caller -> caller.replaceFirst("/.*", "")).orElseGet(home);
        return new CalledAddress(namespace, labels[0], port, host);
    }

    boolean means(Service known) {
        return known.getMetadata().getNamespace().equals(namespace)
                && known.getMetadata().getName().equals(service);
    }
}
